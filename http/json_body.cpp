#include "http/json_body.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

namespace waybill::http {
namespace {

constexpr int depth_limit = 64;

/// The parser itself bears any depth; what is done with its trees afterwards does not.
auto too_deep(std::string_view text) -> bool {
  int depth = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside) {
      if (c == '\\') ++i;
      if (c == '"') inside = false;
    } else if (c == '"') {
      inside = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_limit) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

/// Which name an object has twice: the parser takes the last one, others the first. A pass of its own: what
/// the library calls while it builds a tree looks through all of a list at the end of each object in it.
class repeated_names final : public nlohmann::json_sax<nlohmann::json> {
 public:
  auto start_object(std::size_t) -> bool override {
    open_.emplace_back();
    return true;
  }
  auto key(string_t& name) -> bool override {
    if (!open_.back().insert(name).second && !first) first = name;
    return true;
  }
  auto end_object() -> bool override {
    open_.pop_back();
    return true;
  }
  auto null() -> bool override { return true; }
  auto boolean(bool) -> bool override { return true; }
  auto number_integer(number_integer_t) -> bool override { return true; }
  auto number_unsigned(number_unsigned_t) -> bool override { return true; }
  auto number_float(number_float_t, const string_t&) -> bool override { return true; }
  auto string(string_t&) -> bool override { return true; }
  auto binary(binary_t&) -> bool override { return true; }
  auto start_array(std::size_t) -> bool override { return true; }
  auto end_array() -> bool override { return true; }
  auto parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) -> bool override {
    return false;
  }

  std::optional<std::string> first;

 private:
  std::vector<std::set<std::string>> open_;
};

auto limit_passed(std::size_t limit_bytes) -> error {
  return {errc::too_large, "The body is longer than " + std::to_string(limit_bytes) + " bytes.", {}};
}

auto read_whole(request& from, std::size_t limit_bytes) -> result<std::string> {
  if (from.header("content-encoding"))
    return {errc::bad_value, "A body must come plain, without Content-Encoding."};
  if (from.body->announced_bytes().value_or(0) > limit_bytes) return limit_passed(limit_bytes);
  std::string text;
  std::array<char, 8192> piece;
  for (;;) {
    auto got = from.body->read(piece.data(), piece.size());
    if (!got) return std::move(got).why();
    if (*got == 0) return text;
    if (text.size() + *got > limit_bytes) return limit_passed(limit_bytes);
    text.append(piece.data(), *got);
  }
}

}  // namespace

auto parse_object(std::string_view text) -> result<nlohmann::json> {
  if (too_deep(text)) return {errc::bad_request, "The JSON is nested deeper than 64 levels."};
  auto tree = nlohmann::json::parse(text, nullptr, false);
  if (tree.is_discarded()) return {errc::bad_request, "The text is no JSON."};
  repeated_names repeated;
  nlohmann::json::sax_parse(text, &repeated);
  if (const auto& name = repeated.first)
    return {errc::bad_value, "The field '" + name->substr(0, 64) + "' stands more than once."};
  if (!tree.is_object()) return {errc::bad_request, "The JSON is no object."};
  return tree;
}

namespace {

auto object_in(std::string_view text, std::span<const std::string_view> allowed) -> result<nlohmann::json> {
  auto tree = parse_object(text);
  if (!tree) return tree;
  for (const auto& [key, value] : tree->items())
    if (std::ranges::find(allowed, std::string_view(key)) == allowed.end())
      return {errc::unknown_field, "There is no field '" + key.substr(0, 64) + "' here."};
  return tree;
}

}  // namespace

auto read_json(request& from, std::size_t limit_bytes) -> result<std::string> {
  auto text = read_whole(from, limit_bytes);
  if (!text) return text;
  if (auto tree = parse_object(*text); !tree) return std::move(tree).why();
  return text;
}

auto read_object(request& from, std::size_t limit_bytes, std::initializer_list<std::string_view> allowed)
    -> result<nlohmann::json> {
  return read_object_of(from, limit_bytes, {allowed.begin(), allowed.size()});
}

auto read_object_of(request& from, std::size_t limit_bytes, std::span<const std::string_view> allowed)
    -> result<nlohmann::json> {
  auto text = read_whole(from, limit_bytes);
  if (!text) return std::move(text).why();
  return object_in(*text, allowed);
}

auto expect_no_fields(request& from, std::size_t limit_bytes) -> result<done> {
  auto text = read_whole(from, limit_bytes);
  if (!text) return std::move(text).why();
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) return done{};
  if (auto tree = object_in(*text, {}); !tree) return std::move(tree).why();
  return done{};
}

auto text_of(const nlohmann::json& object, std::string_view key) -> result<std::string> {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_string())
    return {errc::bad_value, "The field '" + std::string(key) + "' has to be there, and to be text."};
  return at->get<std::string>();
}

}  // namespace waybill::http
