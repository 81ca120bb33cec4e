// What expat takes of memory, counted and bounded. Expat keeps every name for as long as it parses: a file of
// names alone would take any memory.
#pragma once

#include <expat.h>

#include <cstddef>

namespace waybill::formats {

/// The account of one parser. While a `counting` stands, what expat takes in this thread is put on it.
class expat_memory {
 public:
  static constexpr std::size_t limit_bytes = 16 << 20;

  class counting {
   public:
    explicit counting(expat_memory& on);
    ~counting();
    counting(const counting&) = delete;
    auto operator=(const counting&) -> counting& = delete;

   private:
    expat_memory* before_;
  };

  /// Null: there is no memory. Every call of expat with it, also the one that frees it, needs a `counting`.
  auto create(const char* encoding) -> XML_Parser;

 private:
  static void* take(std::size_t size);
  static void give_back(void* block);
  static void* take_again(void* block, std::size_t size);

  std::size_t taken_ = 0;
};

}  // namespace waybill::formats
