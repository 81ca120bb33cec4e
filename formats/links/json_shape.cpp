#include "formats/links/json_shape.hpp"

#include <algorithm>
#include <memory>

#include "formats/json/token_reader.hpp"

namespace waybill::formats::links {
namespace {

using json::token;

constexpr std::size_t most_levels = 4;
constexpr std::size_t most_paths = 512;
constexpr std::size_t most_path_bytes = 200;

/// All of it at once: what is cut off at its end is looked at only when the rest was.
class first_bytes final : public byte_source {
 public:
  explicit first_bytes(std::string_view text) : text_(text) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto count = text_.copy(into, size);
    text_ = {};
    return static_cast<std::int64_t>(count);
  }

 private:
  std::string_view text_;
};

struct level {
  std::string path;
  bool is_list = false;
  bool has_object = false;
};

}  // namespace

json_shape::json_shape(std::string_view first) {
  json::token_reader from(std::make_unique<first_bytes>(first));
  std::vector<level> open;
  std::string key;
  for (;;) {
    const auto one = from.next();
    if (one == token::end || one == token::broken) return;
    if (one == token::end_object || one == token::end_array) {
      open.pop_back();
      continue;
    }
    if (one == token::key) {
      key = open.back().path + (open.size() > 1 ? "." : "") + std::string(from.text());
      if (key.size() <= most_path_bytes && paths_.size() < most_paths) paths_.push_back(key);
      continue;
    }
    if (one == token::scalar) continue;
    const bool in_list = !open.empty() && open.back().is_list;
    const bool is_list = one == token::begin_array;
    const bool is_next = in_list && (is_list || open.back().has_object);
    if (is_next || open.size() == most_levels) {
      from.skip();
      continue;
    }
    auto path = in_list ? open.back().path : open.empty() ? std::string() : key;
    if (in_list) open.back().has_object = true;
    if (is_list) {
      path += "[]";
      if (paths_.size() < most_paths) paths_.push_back(path);
    }
    open.push_back({std::move(path), is_list, false});
  }
}

auto json_shape::has(std::string_view path) const -> bool {
  return std::ranges::find(paths_, path) != paths_.end();
}

}  // namespace waybill::formats::links
