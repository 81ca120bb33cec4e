#include "formats/xlsx/xml.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "formats/expat_memory.hpp"
#include "formats/text.hpp"
#include "formats/xml_parts.hpp"

namespace waybill::formats::xlsx {
namespace {

using token = plain_token::kind;

constexpr std::size_t piece_bytes = 64 << 10;
/// A token that is not whole is waited for so long; then expat gets it.
constexpr std::size_t longest_wait = 64 << 10;

auto prefix_of(std::string_view name) -> std::string_view {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon + 1);
}

auto behind_colon(std::string_view name) -> std::string_view { return name.substr(prefix_of(name).size()); }

}  // namespace

auto attributes::text(std::string_view name) const -> std::string_view {
  for (const auto& one : all_)
    if (behind_colon(one.name) == name) return one.value;
  return {};
}

/// Two readers of one text. Expat sees all that is not plain, and in front of it only the tags that enclose
/// it: what it was not shown is closed in itself.
struct xml_parser::impl {
  xml_listener& to;
  expat_memory memory;
  XML_Parser xml = nullptr;
  fault why;
  std::string prefix, root;

  std::vector<std::string> open;  ///< the tags that are; the first `depth` count
  std::uint32_t depth = 0;
  std::vector<std::string> expats;  ///< those that are open for expat
  std::uint32_t expats_depth = 0;
  std::uint32_t common = 0;     ///< so many of both are the same, from the root on
  bool is_catching_up = false;  ///< expat sees tags that were told before

  bool may_be_plain;          ///< no: expat reads all
  bool is_between = false;    ///< what comes now stands between two tags, or is text
  std::uint64_t given = 0;    ///< bytes that expat got
  std::uint64_t tag_end = 0;  ///< where, of those, the last tag ended
  std::uint64_t lines = 0;    ///< that expat did not see
  std::string held;           ///< the beginning of a token
  plain_token plain;
  std::vector<attribute> says;  ///< of the tag that expat tells

  impl(xml_listener& listener, bool all_by_expat) : to(listener), may_be_plain(!all_by_expat) {
    const expat_memory::counting here(memory);
    xml = memory.create(nullptr);
    if (xml == nullptr) return;
    ::XML_SetUserData(xml, this);
    ::XML_SetElementHandler(xml, on_start, on_end);
    ::XML_SetCharacterDataHandler(xml, on_text);
    ::XML_SetStartDoctypeDeclHandler(xml, on_doctype);
    ::XML_SetXmlDeclHandler(xml, on_declaration);
    ::XML_SetUnknownEncodingHandler(xml, take_encoding, nullptr);
  }
  ~impl() {
    const expat_memory::counting here(memory);
    if (xml != nullptr) ::XML_ParserFree(xml);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  // --- what expat tells ---

  static auto of(void* self) -> impl& { return *static_cast<impl*>(self); }

  static void XMLCALL on_declaration(void* self, const char*, const char* encoding, int) {
    if (encoding != nullptr && !text::equals_ignoring_case(encoding, "utf-8")) of(self).may_be_plain = false;
  }
  static void XMLCALL on_doctype(void* self, const char*, const char*, const char*, int) {
    of(self).refuse(fault_code::xml_refused, "The XML has a document type, which is never read.");
  }
  static void XMLCALL on_start(void* self, const char* name, const char** with) {
    auto& me = of(self);
    push(me.expats, me.expats_depth, name);
    if (me.is_catching_up) return;
    me.common = me.expats_depth;
    me.says.clear();
    for (; *with != nullptr; with += 2) me.says.push_back({with[0], with[1]});
    me.start(name, me.says);
    me.note_end();
  }
  static void XMLCALL on_end(void* self, const char* name) {
    auto& me = of(self);
    --me.expats_depth;
    if (me.is_catching_up) return;
    me.end(name);
    me.note_end();
  }
  static void XMLCALL on_text(void* self, const char* text, int size) {
    auto& me = of(self);
    if (me.to.wants_text && !me.is_catching_up) me.to.on_text({text, static_cast<std::size_t>(size)});
  }
  void note_end() {
    tag_end = static_cast<std::uint64_t>(::XML_GetCurrentByteIndex(xml) + ::XML_GetCurrentByteCount(xml));
  }

  // --- what both tell ---

  static void push(std::vector<std::string>& on, std::uint32_t& depth, std::string_view name) {
    if (on.size() == depth) on.emplace_back();
    on[depth++] = name;
  }
  void start(std::string_view name, std::span<const attribute> with) {
    if (depth == depth_limit) return refuse(fault_code::xml_refused, "The XML is nested deeper than 100.");
    push(open, depth, name);
    if (depth == 1) {
      prefix = prefix_of(name);
      root = behind_colon(name);
    }
    to.on_start(own(name), depth, attributes(with));
  }
  void end(std::string_view name) {
    to.on_end(own(name), depth--);
    common = std::min(common, depth);
  }
  [[nodiscard]] auto own(std::string_view name) const -> std::string_view {
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    return name.find(':') == std::string_view::npos ? name : std::string_view{};
  }
  void refuse(fault_code code, std::string_view message) {
    if (why) return;
    why = {code, {}, std::string(message), ::XML_GetCurrentLineNumber(xml) + lines};
    ::XML_StopParser(xml, XML_FALSE);
  }

  // --- who reads what ---

  auto feed(std::string_view bytes, bool is_last) -> bool {
    if (why) return false;
    const expat_memory::counting here(memory);
    if (held.empty()) {
      hold(read(bytes));
    } else {
      held += bytes;
      const auto all = std::move(held);
      held = {};
      hold(read(all));
    }
    if (is_last) end_all();
    return !why;
  }
  void hold(std::string_view rest) { held.assign(rest); }

  /// Answers what is left: the beginning of a token.
  auto read(std::string_view bytes) -> std::string_view {
    while (!why && !bytes.empty()) {
      if (is_between) {
        bytes.remove_prefix(read_plain_part(bytes));
        if (plain.what == token::cut && bytes.size() < longest_wait) return bytes;
        catch_up();
      }
      const auto end = may_be_plain ? bytes.find('>') : std::string_view::npos;
      const auto part = bytes.substr(0, end == std::string_view::npos ? end : end + 1);
      give(part, false);
      is_between = may_be_plain && depth > 0 && tag_end == given;
      bytes.remove_prefix(part.size());
    }
    return {};
  }
  void end_all() {
    if (is_between) catch_up();
    give(std::exchange(held, {}), true);
  }

  /// Answers how many bytes were read; `plain` is what comes behind them.
  auto read_plain_part(std::string_view bytes) -> std::size_t {
    std::size_t at = 0;
    for (;; at += plain.size) {
      read_plain(bytes.substr(at), plain);
      switch (plain.what) {
        case token::text:
          lines += static_cast<std::uint64_t>(std::count(plain.name.begin(), plain.name.end(), '\n'));
          if (to.wants_text) to.on_text(plain.name);
          break;
        case token::start:
        case token::empty:
          if (depth == depth_limit) return at;
          start(plain.name, plain.attributes);
          if (plain.what == token::empty) end(plain.name);
          break;
        case token::end:
          // The root is closed by expat.
          if (depth <= 1 || open[depth - 1] != plain.name) return at;
          end(plain.name);
          break;
        case token::cut:
        case token::odd:
          return at;
      }
    }
  }

  /// The same tags are open for expat as for us.
  void catch_up() {
    is_catching_up = true;
    std::string tags;
    for (auto i = expats_depth; i > common; --i) tags.append("</").append(expats[i - 1]).append(">");
    for (auto i = common; i < depth; ++i) tags.append("<").append(open[i]).append(">");
    if (!tags.empty()) give(tags, false);
    common = depth;
    is_catching_up = false;
    is_between = false;
  }

  void give(std::string_view text, bool is_last) {
    tag_end = 0;
    do {
      // In pieces: the length of a tag that does not end is looked at in time.
      const auto part = text.substr(0, piece_bytes);
      text.remove_prefix(part.size());
      const bool ends = is_last && text.empty();
      if (::XML_Parse(xml, part.data(), static_cast<int>(part.size()), ends ? 1 : 0) != XML_STATUS_OK)
        refuse_for(::XML_GetErrorCode(xml));
      given += part.size();
      const auto behind = ::XML_GetCurrentByteIndex(xml);
      if (!why && !ends && behind >= 0 && given - static_cast<std::uint64_t>(behind) > token_limit_bytes)
        refuse(fault_code::xml_refused, "A tag or comment of the XML is longer than 1 MiB.");
    } while (!why && !text.empty());
  }

  void refuse_for(XML_Error code) {
    if (code == XML_ERROR_NO_MEMORY)
      refuse(fault_code::xml_refused, "The XML has more names than are read.");
    else
      refuse(fault_code::invalid_xml, "The XML of a part is not sound.");
  }
};

xml_parser::xml_parser(xml_listener& to, bool all_by_expat)
    : impl_(std::make_unique<impl>(to, all_by_expat)) {
  if (impl_->xml == nullptr) impl_->why = {fault_code::unreadable, {}, "There is no memory left."};
}
xml_parser::~xml_parser() = default;

auto xml_parser::feed(std::string_view bytes, bool is_last) -> bool { return impl_->feed(bytes, is_last); }
auto xml_parser::why() const -> const fault& { return impl_->why; }
auto xml_parser::root() const -> std::string_view { return impl_->root; }

part_parser::part_parser(std::shared_ptr<package> of, std::size_t part, xml_listener& to, std::size_t size)
    : bytes_(of, part), parser_(to), entry_(of->name(part)), piece_(size, '\0') {}

auto part_parser::step() -> bool {
  if (why_ || piece_.empty()) return false;
  const auto got = bytes_.read(piece_.data(), piece_.size());
  if (got < 0) {
    why_ = bytes_.why();
    return false;
  }
  if (!parser_.feed({piece_.data(), static_cast<std::size_t>(got)}, got == 0)) {
    why_ = parser_.why();
    why_.entry = entry_;
    return false;
  }
  if (got == 0) piece_.clear();
  return got > 0;
}

auto parse_part(const std::shared_ptr<package>& of, std::size_t part, xml_listener& to) -> fault {
  part_parser parser(of, part, to);
  while (parser.step()) {
  }
  return parser.why();
}

}  // namespace waybill::formats::xlsx
