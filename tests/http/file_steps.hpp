// The three steps of a file, as a client takes them.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "events/hash.hpp"
#include "tests/http/house.hpp"

namespace waybill::http_test {

using json = nlohmann::json;

inline const json marks_wish{
    {"file_name", "C:\\dir\\marks.json"}, {"file_type", "application/json"}, {"purpose", "import"}};

inline auto post(const house& here, const inhabitant& who, const std::string& target, const json& body,
                 std::vector<std::string> headers = {}) -> reply {
  headers.push_back(who.authorization());
  headers.emplace_back("Content-Type: application/json");
  return ask(here.port(), request_text("POST", target, headers, body.dump()));
}

inline auto presigned(const house& here, const inhabitant& who) -> json {
  const auto answer = post(here, who, "/api/v1/files/presign", marks_wish);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.parsed();
}

inline auto put(const house& here, const json& granted, const std::string& bytes,
                const std::string& type = "application/json") -> reply {
  return ask(here.port(), request_text("PUT", granted.at("upload_url").get<std::string>(),
                                       {"Content-Type: " + type}, bytes));
}

inline auto confirm(const house& here, const inhabitant& who, const json& granted, const std::string& bytes)
    -> reply {
  return post(here, who, "/api/v1/files/confirm",
              {{"files",
                {{{"file_token", granted.at("file_token")},
                  {"checksum", to_hex(sha256_of(bytes))},
                  {"size", bytes.size()}}}}});
}

inline auto path_of(const json& granted) -> std::string {
  return "/api/v1/files/" + granted.at("file_id").get<std::string>();
}

/// A confirmed file; what presign answered.
inline auto confirmed(const house& here, const inhabitant& who, const std::string& bytes) -> json {
  const auto granted = presigned(here, who);
  REQUIRE(put(here, granted, bytes).status == 204);
  REQUIRE(confirm(here, who, granted, bytes).status == 200);
  return granted;
}

inline auto import_of(const json& granted) -> json {
  return {{"file_id", granted.at("file_id")}, {"kind", "bookmarks"}};
}

inline auto files_in(const house& here, const std::string& folder) -> std::size_t {
  std::size_t files = 0;
  std::error_code missing;
  for (const auto& one : std::filesystem::directory_iterator(here.directory / folder, missing))
    files += one.is_regular_file() ? 1 : 0;
  return files;
}

/// All but the last bytes of a body are here, and on the disk.
inline auto begin_put(const house& here, const json& granted, const std::string& bytes) -> peer {
  peer one{here.port()};
  const auto whole = request_text("PUT", granted.at("upload_url").get<std::string>(),
                                  {"Content-Type: application/json"}, bytes);
  one.send(whole.substr(0, whole.size() - 5));
  REQUIRE(eventually([&] { return here.stored_files() == 1; }));
  return one;
}

}  // namespace waybill::http_test
