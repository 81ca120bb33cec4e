#include "formats/links/plist.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "formats/links/xml_walk.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

/// As JSON spells a number.
auto is_number(std::string_view text) -> bool {
  if (text.starts_with('-')) text.remove_prefix(1);
  constexpr std::size_t most_digits = 18;
  return !text.empty() && text.size() <= most_digits && (text.front() != '0' || text.size() == 1) &&
         std::ranges::all_of(text, text::is_digit);
}

}  // namespace

struct plist_source::impl final : xml_listener {
  explicit impl(std::unique_ptr<byte_source> from) : walk(std::move(from), *this) {}

  /// What a container holds so far.
  struct level {
    bool is_dictionary = false;
    bool is_empty = true;
    bool has_key = false;  ///< whose value comes next
  };
  enum class value : std::uint8_t { none, key, text, number };

  void on_start(std::string_view name, std::uint32_t depth, const xml_attributes& /*with*/) override {
    if (depth == 1) {
      if (name != "plist") wrong();
      return;
    }
    if (is != value::none) return wrong();
    if (name == "key") {
      if (open.empty() || !open.back().is_dictionary || open.back().has_key) return wrong();
      return begin(value::key);
    }
    if (!begin_value()) return;
    if (name == "dict" || name == "array") {
      out.push_back(name == "dict" ? '{' : '[');
      open.push_back({name == "dict"});
    } else if (name == "true" || name == "false") {
      out.append(name);
    } else if (name == "integer") {
      begin(value::number);
    } else if (name == "string" || name == "date" || name == "data" || name == "real") {
      begin(value::text);
    } else {
      wrong();
    }
  }

  void on_end(std::string_view name, std::uint32_t depth) override {
    if (depth == 1) {
      if (!has_root) wrong();
      return;
    }
    if (name == "dict" || name == "array") {
      if (open.back().has_key) return wrong();
      out.push_back(name == "dict" ? '}' : ']');
      open.pop_back();
    } else if (is != value::none) {
      end();
    }
  }

  void on_text(std::string_view text) override {
    if (is == value::number) {
      constexpr std::size_t most_bytes = 64;
      number.append(text.substr(0, most_bytes - std::min(most_bytes, number.size())));
    } else if (is != value::none) {
      escaped.clear();
      text::append_json_string(text, escaped);
      out.append(escaped, 1, escaped.size() - 2);
    }
  }

  void begin(value one) {
    is = one;
    if (one == value::key) {
      auto& in = open.back();
      if (!in.is_empty) out.push_back(',');
      in.is_empty = false;
      in.has_key = true;
    }
    number.clear();
    if (one != value::number) out.push_back('"');
  }

  void end() {
    if (is == value::number) {
      const auto text = text::trimmed(number);
      if (is_number(text))
        out.append(text);
      else
        text::append_json_string(text, out);
    } else {
      out.append(is == value::key ? "\":" : "\"");
    }
    is = value::none;
  }

  /// A value may stand here.
  auto begin_value() -> bool {
    if (open.empty()) {
      if (has_root) wrong();
      has_root = true;
      return true;
    }
    auto& in = open.back();
    if (in.is_dictionary && !in.has_key) {
      wrong();
      return false;
    }
    if (!in.is_dictionary && !in.is_empty) out.push_back(',');
    in.is_empty = in.has_key = false;
    return true;
  }

  void wrong() { walk.refuse("The XML is no property list."); }

  std::vector<level> open;
  value is = value::none;
  bool has_root = false;
  std::string number;
  std::string escaped;
  std::string out;
  std::size_t given = 0;
  xml_walk walk;
};

plist_source::plist_source(std::unique_ptr<byte_source> from)
    : impl_(std::make_unique<impl>(std::move(from))) {}
plist_source::~plist_source() = default;

auto plist_source::read(char* into, std::size_t size) -> std::int64_t {
  auto& me = *impl_;
  while (me.given == me.out.size()) {
    me.out.clear();
    me.given = 0;
    const auto state = me.walk.step();
    if (state == xml_walk::state::broken) return -EBADMSG;
    if (state == xml_walk::state::end && me.out.empty()) return 0;
  }
  const auto count = std::min(size, me.out.size() - me.given);
  std::memcpy(into, me.out.data() + me.given, count);
  me.given += count;
  return static_cast<std::int64_t>(count);
}

auto plist_source::why() const -> const file_fault& { return impl_->walk.why(); }

}  // namespace waybill::formats::links
