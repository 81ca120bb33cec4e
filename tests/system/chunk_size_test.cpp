// However many records are applied together, an import ends alike.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

struct ending {
  std::string first, second;  ///< counts of an import, and of the same records again with `overwrite`
  std::vector<json> records;
  std::vector<std::string> items;
};

auto import_with_chunks_of(const std::string& size, const std::string& document, const std::string& again)
    -> ending {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_IMPORTS_CHUNK_RECORDS", size}});
  const person alice(at, who);
  ending end;
  const auto first = alice.import(document);
  end.first = counts_of(alice.outcome_of(first));
  end.second = counts_of(alice.outcome_of(alice.import(again, "overwrite")));
  for (const std::string outcome : {"created", "skipped", "failed"})
    for (auto& record : alice.records(first, outcome)) end.records.push_back(std::move(record));
  end.items = alice.exported_items();
  return end;
}

}  // namespace

TEST_CASE(
    "given one file, when it is applied in chunks of any size, then outcomes and bookmarks are the same") {
  const auto document = mixed(1'500).text;
  const auto again = good_document(1'000, 700);
  const auto usual = import_with_chunks_of("500", document, again);
  CHECK(usual.records.size() == 1'500);
  for (const std::string size : {"1", "7", "499", "10000"}) {
    CAPTURE(size);
    const auto other = import_with_chunks_of(size, document, again);
    CHECK(other.first == usual.first);
    CHECK(other.second == usual.second);
    CHECK(other.records == usual.records);
    CHECK(other.items == usual.items);
  }
}
