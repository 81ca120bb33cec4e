// By which a row is recognised when it comes again.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill::rows {

/// Makes identities of one import's rows. One thread.
class identity_maker {
 public:
  identity_maker(std::string_view table, const import_id& import);

  /// Of a row with a key: SHA-256 of the collection's name and the key's cells, without blanks around them
  /// and in Normalization Form C.
  auto of_key(std::span<const std::string_view> cells) -> identity;
  /// The same with the import and the record: no other row has it. (Without a key: no cells.)
  auto of_record(std::span<const std::string_view> cells, std::uint64_t record) -> identity;

 private:
  void put_key(std::span<const std::string_view> cells);
  auto composed(std::string_view cell) -> std::string_view;

  std::string beginning_;
  std::string import_;
  std::string text_;
  std::u32string points_;  ///< of one cell, as `composed_`
  std::string composed_;
};

}  // namespace waybill::rows
