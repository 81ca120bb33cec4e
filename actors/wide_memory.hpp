// Memory for tables that are looked into at random.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

namespace waybill {

inline constexpr std::size_t wide_page_bytes = 2 << 20;

/// An array of `Item`s whose bytes begin as zeros, in pages of 2 MiB where the system has them: in pages of 4
/// KiB the first touch of each was a quarter of what importing 10,000 records cost, and each look into
/// another page asks the page tables too. Nothing is used before it is touched. Throws `std::bad_alloc`.
/// One thread at a time.
template <class Item>
class wide_memory {
  static_assert(std::is_trivially_destructible_v<Item> && std::is_trivially_copyable_v<Item>);

 public:
  explicit wide_memory(std::size_t items) {
    const auto mapped = items * sizeof(Item) + wide_page_bytes;
    void* const start =
        ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);  // NOLINT
    if (start == MAP_FAILED) throw std::bad_alloc{};
    held_ = {static_cast<std::byte*>(start), unmap{mapped}};
    const auto address = reinterpret_cast<std::uintptr_t>(start);
    auto* const aligned = held_.get() + (wide_page_bytes - address % wide_page_bytes) % wide_page_bytes;
    items_ = reinterpret_cast<Item*>(aligned);
    ::madvise(aligned, items * sizeof(Item), MADV_HUGEPAGE);  // where it cannot be had, it goes without
  }

  [[nodiscard]] auto operator[](std::size_t at) -> Item& { return items_[at]; }
  [[nodiscard]] auto operator[](std::size_t at) const -> const Item& { return items_[at]; }
  [[nodiscard]] auto data() -> Item* { return items_; }

 private:
  struct unmap {
    std::size_t bytes = 0;
    void operator()(std::byte* start) const { ::munmap(start, bytes); }
  };
  std::unique_ptr<std::byte, unmap> held_;
  Item* items_ = nullptr;
};

}  // namespace waybill
