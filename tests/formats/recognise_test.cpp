// What files are that are no JSON, told by their first bytes.
#include "formats/recognise.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

using namespace waybill::formats;

namespace {

namespace fs = std::filesystem;

auto bytes_of(const nlohmann::json& row) -> std::string {
  if (row.contains("text")) return row.at("text");
  const std::string hex = row.at("hex");
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

auto rows() -> nlohmann::json {
  std::ifstream in("tests/formats/data/recognised.json");
  return nlohmann::json::parse(in);
}

auto content(const fs::path& path) -> std::string {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The folder of a corpus; nothing, said aloud, when it is not there.
auto corpus(const std::string& name) -> std::optional<fs::path> {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set != nullptr ? set : "../shared/corpora") / name;
  if (fs::is_directory(folder)) return folder;
  std::cout << "skipped: no corpus at " << folder.string() << " (set WAYBILL_CORPORA)\n";
  return std::nullopt;
}

auto names_below(const fs::path& folder, const std::string& extension) -> std::map<std::string, std::string> {
  std::map<std::string, std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension && entry.file_size() > 0)
      names[entry.path().filename()] = recognise(content(entry.path())).name;
  return names;
}

}  // namespace

TEST_CASE(
    "given files of many kinds, when they are looked at, then each is what it is, and JSON is nothing else") {
  for (const auto& row : rows()) {
    INFO(row.dump());
    const auto found = recognise(bytes_of(row));
    CHECK(found.name == row.at("is").get<std::string>());
    if (row.contains("advice"))
      CHECK(std::string(found.advice).starts_with(row.at("advice").get<std::string>()));
  }
}

TEST_CASE("given files cut anywhere and random bytes, when they are looked at, then nothing breaks") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 engine(seed);
  for (const auto& row : rows()) {
    const auto bytes = bytes_of(row);
    for (std::size_t size = 0; size <= bytes.size(); ++size) recognise(bytes.substr(0, size));
    for (int i = 0; i < 100 && !bytes.empty(); ++i) {
      auto changed = bytes;
      changed[engine() % changed.size()] = static_cast<char>(engine());
      recognise(changed);
    }
  }
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes(engine() % 300, ' ');
    for (auto& c : bytes) c = static_cast<char>(engine());
    recognise(bytes);
  }
}

TEST_CASE("given a megabyte of anything, when it is looked at, then only its beginning counts") {
  const std::string line = "https://example.org/,a title\n";
  std::string text;
  while (text.size() < 1'000'000) text += line;
  CHECK(recognise(text).name == "a list of URLs");
  CHECK(recognise(std::string(1'000'000, '<')).name.empty());
  CHECK(recognise(std::string(1'000'000, ' ') + "{").name.empty());
}

TEST_CASE("given a list with a few lines that are no URLs, when it is looked at, then it is a list still") {
  CHECK(recognise("https://a.example/1\nhttps://a.example/2\nnot a url\nhttps://a.example/3\n").name ==
        "a list of URLs");
  CHECK(recognise("https://a.example/1\nfoo\nhttps://a.example/2\n").name == "a list of URLs");
  CHECK(recognise("https://a.example/1\nA sentence of some words.\nAnd another one, which is no longer.\n")
            .name == "plain text");
}

TEST_CASE("given the corpora of tables and workbooks, when they are looked at, then none passes for JSON") {
  if (const auto folder = corpus("xlsx")) {
    for (const auto& [file, name] : names_below(*folder, ".xlsx")) {
      INFO(file << " is " << name);
      CHECK_FALSE(name.empty());
    }
  }
  if (const auto folder = corpus("bookmarks")) {
    for (const auto& [file, name] : names_below(*folder, ".html")) {
      INFO(file << " is " << name);
      CHECK_FALSE(name.empty());
    }
  }
}

TEST_CASE("given the corpora of JSON, when they are looked at, then all of it may be JSON") {
  for (const std::string corpus_name : {"json", "activitystreams"}) {
    const auto folder = corpus(corpus_name);
    if (!folder) return;
    for (const auto& [file, name] : names_below(*folder, ".json")) {
      INFO(file << " is " << name);
      CHECK(name.empty());
    }
  }
}
