#include "formats/json/members.hpp"

#include <algorithm>
#include <numeric>

#include "formats/json/bytes.hpp"
#include "formats/json/scanner.hpp"

namespace waybill::formats::json {
namespace {

/// Behind the closing quote of the string that begins at `at`; null when it has none.
auto behind_string(const char* at, const char* end) -> const char* {
  for (++at;;) {
    at = find_quote(at, end);
    if (at == end) return nullptr;
    if (*at == '"') return at + 1;
    if (end - at < 2) return nullptr;
    at += 2;
  }
}

auto behind_structure(const char* at, const char* end) -> const char* {
  end_scanner scanner;
  while (at != end) {
    const auto there = std::min(static_cast<std::size_t>(end - at), end_scanner::step_bytes);
    if (const auto length = scanner.feed(at, there)) return at + *length;
    at += there;
  }
  return nullptr;
}

/// Walks over what was checked before; on anything else it says so and never leaves its bytes.
class cursor {
 public:
  explicit cursor(std::string_view raw) : at_(raw.data()), end_(raw.data() + raw.size()) {}

  /// Whether the next token is this byte; passes it then.
  auto take(char c) -> bool {
    at_ = skip_space(at_, end_);
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  /// The next value as spelled; empty when there is none.
  auto value() -> std::string_view {
    at_ = skip_space(at_, end_);
    if (at_ == end_) return {};
    const char* const from = at_;
    const char* behind = nullptr;
    if (*from == '"') {
      behind = behind_string(from, end_);
    } else if (*from == '{' || *from == '[') {
      behind = behind_structure(from, end_);
    } else {
      behind =
          std::find_if(from, end_, [](char c) { return is_space(c) || c == ',' || c == ']' || c == '}'; });
    }
    if (behind == nullptr) return {};
    at_ = behind;
    return {from, static_cast<std::size_t>(behind - from)};
  }

 private:
  const char* at_;
  const char* end_;
};

/// Calls `one` for each element of a list that was opened before, until the closing byte.
template <class F>
auto read_list(cursor& at, char closing, F one) -> bool {
  if (at.take(closing)) return true;
  do {
    if (!one()) return false;
  } while (at.take(','));
  return at.take(closing);
}

}  // namespace

auto read_members(std::string_view raw, std::vector<member>& into, item_texts& texts) -> bool {
  into.clear();
  cursor at(raw);
  if (!at.take('{')) return false;
  return read_list(at, '}', [&] {
    const auto quoted = at.value();
    if (!is_string(quoted) || !at.take(':')) return false;
    const auto value = at.value();
    if (value.empty()) return false;
    const auto raw_key = inside_quotes(quoted);
    const auto key = texts.of(raw_key);
    into.push_back({raw_key, key, value});
    return true;
  });
}

auto read_elements(std::string_view raw, std::vector<std::string_view>& into) -> bool {
  into.clear();
  cursor at(raw);
  if (!at.take('[')) return false;
  return read_list(at, ']', [&] {
    const auto value = at.value();
    into.push_back(value);
    return !value.empty();
  });
}

auto first_value(std::string_view text) -> std::string_view {
  // Structures are looked at in steps of 64 bytes.
  const auto padded = std::string(text) + std::string(end_scanner::step_bytes, ' ');
  cursor at(std::string_view(padded).substr(0, text.size()));
  const auto found = at.value();
  if (found.empty()) return {};
  return text.substr(static_cast<std::size_t>(found.data() - padded.data()), found.size());
}

void mark_superseded(std::vector<member>& members) {
  constexpr std::size_t few = 24;
  const auto count = members.size();
  if (count <= few) {
    for (std::size_t i = 0; i + 1 < count; ++i) {
      members[i].superseded = std::any_of(members.begin() + static_cast<std::ptrdiff_t>(i) + 1, members.end(),
                                          [&](const member& later) { return later.key == members[i].key; });
    }
    return;
  }
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return members[i].key; });
  for (std::size_t i = 0; i + 1 < count; ++i) {
    members[order[i]].superseded = members[order[i]].key == members[order[i + 1]].key;
  }
}

void append_minified(std::string_view raw, std::string& out) {
  if (!is_object(raw) && !is_array(raw)) {
    out.append(raw);
    return;
  }
  const char* at = raw.data();
  const char* const end = at + raw.size();
  const char* from = at;  // what is not yet appended
  while (at != end) {
    if (*at == '"') {
      const char* const behind = behind_string(at, end);
      at = behind == nullptr ? end : behind;
    } else if (is_space(*at)) {
      out.append(from, at);
      at = from = skip_space(at, end);
    } else {
      ++at;
    }
  }
  out.append(from, end);
}

}  // namespace waybill::formats::json
