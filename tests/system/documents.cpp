#include "tests/system/documents.hpp"

namespace waybill::system_test {

auto item(std::uint64_t number) -> std::string {
  const auto n = std::to_string(number);
  const auto minute = std::to_string(10 + number % 50);
  return R"({"type":"Link","url":"https://site-)" + std::to_string(number % 977) + ".example/notes/" + n +
         R"(?b=2&a=1","name":"Field notes )" + n + R"(","published":"2024-01-15T10:)" + minute +
         R"(:00+00:00","updated":"2024-02-16T09:)" + minute +
         R"(:00.250000+00:00","summary":"What was seen on walk number )" + n +
         R"(, in two\nlines of text","tag":["walks","year )" + std::to_string(number % 30) +
         R"("],"author":"A. Writer","_unfurl_description":"From the page"})";
}

auto document_of(std::string_view items) -> std::string {
  return R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[)" +
         std::string(items) + "]}";
}

auto good_document(std::uint64_t first, std::uint64_t count) -> std::string {
  std::string items;
  for (auto number = first; number < first + count; ++number)
    items += (items.empty() ? "" : ",\n") + item(number);
  return document_of(items);
}

auto mixed(std::uint64_t count) -> mixed_document {
  mixed_document made;
  std::string items;
  for (std::uint64_t number = 1; number <= count; ++number) {
    if (!items.empty()) items += ",\n";
    if (number % 101 == 0) {
      items += R"({"type":"Link","name":"Nameless )" + std::to_string(number) + "\"}";
      ++made.failed;
    } else if (number % 499 == 0) {
      items += std::to_string(number);
      ++made.failed;
    } else if (number % 97 == 0) {
      items += item(number - 96);  // 1 beyond a multiple of 97: a good one, unless it is another fault
      ++((number - 96) % 101 == 0 || (number - 96) % 499 == 0 ? made.created : made.skipped);
    } else {
      items += item(number);
      ++made.created;
    }
  }
  made.text = document_of(items);
  return made;
}

}  // namespace waybill::system_test
