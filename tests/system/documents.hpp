// ActivityStreams documents for tests, made by number: the same number gives the same item.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::system_test {

/// About 330 bytes: a Link with dates, tags, a summary and an extra key.
auto item(std::uint64_t number) -> std::string;

/// A whole document around items that stand as text between the brackets.
auto document_of(std::string_view items) -> std::string;

/// Items first .. first + count - 1, all good and all different.
auto good_document(std::uint64_t first, std::uint64_t count) -> std::string;

/// What a mixed document is made of, and what becomes of it in an empty collection.
struct mixed_document {
  std::string text;
  std::uint64_t created = 0, skipped = 0, failed = 0;
};
/// Good items, and among them some without URL, some that are numbers, and some that stand earlier in the
/// same document.
auto mixed(std::uint64_t count) -> mixed_document;

}  // namespace waybill::system_test
