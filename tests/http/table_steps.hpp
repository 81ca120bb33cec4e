// An import of a table, as a client does it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/http/house.hpp"

namespace waybill::http_test {

using json = nlohmann::json;
using fields = std::vector<std::pair<std::string, std::string>>;

/// Imports a table as rows, with options in JSON and more fields of the form, and answers the import as it
/// ended.
inline auto import_table(const house& in, const inhabitant& who, const std::string& text,
                         const std::string& options = "{}", const fields& more = {}) -> json {
  fields all{{"kind", "rows"}, {"options", options}};
  all.insert(all.end(), more.begin(), more.end());
  const auto accepted = in.upload(who, text, all);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::completed);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

}  // namespace waybill::http_test
