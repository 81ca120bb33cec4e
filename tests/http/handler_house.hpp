// Servers whose rows go to a handler of the test, and what came of them.
#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/http/house.hpp"

namespace waybill::http_test::handled {

using values = std::map<std::string, std::string>;

inline auto group(const std::string& type, const std::string& name, const values& keys) -> named_group {
  named_group made{type, name, "the test", {}};
  for (const auto& [key, text] : keys) made.values[key] = {text, "the test"};
  return made;
}

/// A server with one type, `people`, whose rows go to this handler. What it names stands in the folder of the
/// data directory.
inline auto with_handler(values handler, const values& type = {}) -> std::function<void(settings&)> {
  return [=](settings& to) {
    to.folder = to.data_directory;
    auto keys = type;
    keys["handler"] = "taker";
    to.groups = {group("type", "people", keys), group("handler", "taker", handler)};
  };
}

inline auto with_program(const std::string& command, values more = {}) -> std::function<void(settings&)> {
  more["kind"] = "exec";
  more["command"] = command;
  return with_handler(more);
}

inline void write_file(const house& in, const std::string& name, const std::string& text) {
  std::ofstream(in.directory / name) << text;
}
inline auto read_file(const std::filesystem::path& path) -> std::string {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline const std::string people = "name,email\nAda,ada@x.org\nNobody,\nBob,bob@x.org\nAda L,ada@x.org\n";

inline auto hand_in(const house& in, const inhabitant& who, const std::string& table,
                    nlohmann::json options = {}) -> std::string {
  options["type"] = "people";
  const auto accepted = in.upload(who, table, {{"kind", "rows"}, {"options", options.dump()}});
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  return accepted.parsed().at("id");
}

inline auto import_of(const house& in, const inhabitant& who, const std::string& id) -> nlohmann::json {
  return in.get(who, "/api/v1/imports/" + id).parsed();
}
inline auto imported(const house& in, const inhabitant& who, const std::string& table,
                     const nlohmann::json& options = {}) -> nlohmann::json {
  const auto id = hand_in(in, who, table, options);
  in.await(who, id, import_status::completed);
  return import_of(in, who, id);
}

inline auto outcomes(const house& in, const inhabitant& who, const nlohmann::json& import)
    -> std::vector<std::string> {
  std::vector<std::string> all;
  const auto path = "/api/v1/imports/" + import.at("id").get<std::string>() + "/records";
  const auto answer = in.get(who, path).parsed();
  for (const auto& one : answer.at("items"))
    all.push_back(one.at("outcome").get<std::string>() +
                  (one.at("message").is_null() ? "" : " " + one.at("message").get<std::string>()));
  return all;
}

using words = std::vector<std::string>;

/// A handler that answers each line by the expression `answer`.
inline auto python(const std::string& answer) -> std::string {
  return "import json, sys\nfor text in sys.stdin:\n    line = json.loads(text)\n"
         "    with open('seen', 'a') as f: f.write(text)\n"
         "    print(json.dumps({'ok': True} if 'row' not in line else " +
         answer + "), flush=True)\n";
}

}  // namespace waybill::http_test::handled
