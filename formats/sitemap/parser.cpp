#include "formats/sitemap/parser.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "formats/csv/dialect.hpp"
#include "formats/expat_memory.hpp"
#include "formats/sitemap/front.hpp"
#include "formats/text.hpp"
#include "formats/xml_parts.hpp"

namespace waybill::formats::sitemap {
namespace {

constexpr std::size_t value_kept_bytes = 1 << 10;
constexpr std::size_t piece_bytes = 64 << 10;

/// Without its prefix, which has to be the root's: elements of other vocabularies may have the same names.
auto own_name(std::string_view name, std::string_view prefix) -> std::string_view {
  if (!name.starts_with(prefix)) return {};
  name.remove_prefix(prefix.size());
  return name.find(':') == std::string_view::npos ? name : std::string_view{};
}

auto prefix_of(std::string_view name) -> std::string_view {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon + 1);
}

/// In any letter case: some programs write tags in capitals.
auto is_name(std::string_view name, std::string_view lowered) -> bool {
  return text::equals_ignoring_case(name, lowered);
}

/// `utf8` and `utf_8` are no names of an encoding, but many write them; expat knows `UTF-8`.
auto known_encoding(std::string_view name) -> std::string_view {
  const bool is_utf_8 = csv::encoding_named(name) == csv::encoding::utf_8 || is_name(name, "utf_8");
  return is_utf_8 ? "UTF-8" : name;
}

/// Of text that was read byte by byte up to here, whatever it says of itself.
auto encoding_of_bytes(std::string_view name) -> std::string_view {
  const auto known = known_encoding(name);
  const auto begins = [&](std::string_view wide) { return text::starts_ignoring_case(known, wide); };
  return begins("utf-16") || begins("utf16") || begins("utf-32") || begins("ucs-") || begins("iso-10646-ucs-")
             ? "UTF-8"
             : known;
}

/// Whether it names what tags of sitemaps mean, of any version.
auto is_of_sitemaps(std::string_view space) -> bool {
  return space.find("/schemas/sitemap/") != std::string_view::npos;
}

/// Encodings of one byte a character, which expat does not know by itself.
auto XMLCALL on_unknown_encoding(void*, const char* name, XML_Encoding* into) -> int {
  constexpr int ascii = 0x80;
  const auto meant = csv::encoding_named(name);
  const bool is_wide = !meant || *meant == csv::encoding::utf_8 || csv::name_of(*meant).starts_with("utf-16");
  if (is_wide) return XML_STATUS_ERROR;
  const auto beyond = csv::characters_beyond_ascii(*meant);
  for (int i = 0; i < ascii; ++i) into->map[i] = i;
  for (int i = 0; i < ascii; ++i) {
    const auto character = beyond[static_cast<std::size_t>(i)];
    into->map[ascii + i] = character == 0 ? 0xFFFD : static_cast<int>(character);
  }
  into->data = nullptr;
  into->convert = nullptr;
  into->release = nullptr;
  return XML_STATUS_OK;
}

}  // namespace

struct parser::impl {
  expat_memory memory;
  XML_Parser xml = nullptr;
  opening head;
  std::string prefix;
  root kind = root::unknown;
  fault why;
  std::string stranger;
  std::uint32_t depth = 0;
  std::int64_t base = 0;          ///< offset in the file of the first byte that was fed
  std::uint64_t bytes = 0;        ///< fed so far
  std::uint64_t lines_above = 0;  ///< of blanks in front of it
  bool is_resumed = false;
  bool is_of_bytes = false;                    ///< its declaration could be read as ASCII
  std::optional<front> before{std::in_place};  ///< nothing: the XML has begun
  entry now;
  std::string* value = nullptr;  ///< of `now`, that is being read
  std::size_t value_limit = 0;
  std::string held;  ///< what is not yet looked at
  std::deque<entry> found;
  std::size_t given = 0;

  explicit impl(const char* encoding) {
    const expat_memory::counting here(memory);
    xml = memory.create(encoding);
    if (xml == nullptr) {
      why = {fault_code::refused, "There is no memory left."};
      return;
    }
    ::XML_SetUserData(xml, this);
    ::XML_SetElementHandler(xml, on_start, on_end);
    ::XML_SetCharacterDataHandler(xml, on_text);
    ::XML_SetStartDoctypeDeclHandler(xml, on_doctype);
    ::XML_SetXmlDeclHandler(xml, on_declaration);
    ::XML_SetUnknownEncodingHandler(xml, on_unknown_encoding, nullptr);
  }
  ~impl() {
    const expat_memory::counting here(memory);
    if (xml != nullptr) ::XML_ParserFree(xml);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  static auto of(void* self) -> impl& { return *static_cast<impl*>(self); }

  static void XMLCALL on_declaration(void* self, const char*, const char* encoding, int) {
    auto& me = of(self);
    if (encoding != nullptr)
      me.head.encoding = me.is_of_bytes ? encoding_of_bytes(encoding) : known_encoding(encoding);
  }
  static void XMLCALL on_doctype(void* self, const char*, const char*, const char*, int) {
    of(self).refuse(fault_code::refused, "The XML has a document type, which is never read.");
  }
  static void XMLCALL on_start(void* self, const char* name, const char** with) {
    auto& me = of(self);
    if (me.depth == 0 && !me.is_resumed) me.take_prefixes(prefix_of(name), with);
    me.start(name);
  }
  static void XMLCALL on_end(void* self, const char*) { of(self).end(); }
  static void XMLCALL on_text(void* self, const char* text, int size) {
    auto& me = of(self);
    if (me.value == nullptr) return;
    const auto room = me.value_limit - std::min(me.value_limit, me.value->size());
    me.value->append(text, std::min(room, static_cast<std::size_t>(size)));
  }

  /// Those that stand for what the root's own one stands for.
  void take_prefixes(std::string_view own, const char** with) {
    constexpr std::string_view declares = "xmlns";
    std::vector<std::pair<std::string, std::string_view>> all;
    std::string_view own_space;
    for (; *with != nullptr; with += 2) {
      const std::string_view key = with[0];
      if (!key.starts_with(declares) || (key.size() > declares.size() && key[declares.size()] != ':'))
        continue;
      const auto name = key.substr(std::min(declares.size() + 1, key.size()));
      auto one = std::string(name) + (name.empty() ? "" : ":");
      if (one == own)
        own_space = with[1];
      else
        all.emplace_back(std::move(one), with[1]);
    }
    for (auto& [other, space] : all)
      if ((!own_space.empty() && space == own_space) || is_of_sitemaps(space))
        head.prefixes.push_back(std::move(other));
  }

  /// The name of a tag of ours, without its prefix; "": it means something else.
  [[nodiscard]] auto ours(std::string_view name) const -> std::string_view {
    auto own = own_name(name, prefix);
    for (auto one = head.prefixes.begin(); own.empty() && one != head.prefixes.end(); ++one)
      own = own_name(name, *one);
    return own;
  }

  void start(std::string_view name) {
    ++depth;
    value = nullptr;
    if (depth > depth_limit) return refuse(fault_code::refused, "The XML is nested deeper than 100.");
    if (depth == 1) return begin_root(name);
    const auto own = ours(name);
    if (depth == 2) now = {};
    is_entry = depth == 2 ? is_name(own, kind == root::index ? "sitemap" : "url") : is_entry;
    if (depth == 2 && !is_entry && stranger.empty()) stranger = text::cut_to_bytes(name, value_kept_bytes);
    if (depth == 3 && is_entry) begin_value(own);
  }

  void begin_root(std::string_view name) {
    if (is_resumed) return;
    head.root = name;
    prefix = prefix_of(name);
    const auto own = own_name(name, prefix);
    kind = is_name(own, "urlset") ? root::urls : is_name(own, "sitemapindex") ? root::index : root::unknown;
    if (kind == root::unknown) refuse(fault_code::other_root, "The XML is no sitemap.");
  }

  /// Of a value that stands twice the last one counts, but no URL is lost.
  void begin_value(std::string_view name) {
    value = is_name(name, "loc")          ? (now.loc.empty() ? &now.loc : &now.further_locs)
            : is_name(name, "lastmod")    ? &now.lastmod
            : is_name(name, "changefreq") ? &now.changefreq
            : is_name(name, "priority")   ? &now.priority
                                          : nullptr;
    if (value == nullptr) return;
    if (value != &now.further_locs) value->clear();
    if (!value->empty()) value->push_back(' ');
    value_limit = value == &now.loc || value == &now.further_locs ? url_kept_bytes : value_kept_bytes;
  }

  void end() {
    if (depth == 3 && value != nullptr) *value = std::string(text::trimmed(*value));
    value = nullptr;
    if (depth == 2 && is_entry) {
      now.end_offset =
          static_cast<std::uint64_t>(base + ::XML_GetCurrentByteIndex(xml) + ::XML_GetCurrentByteCount(xml));
      found.push_back(std::move(now));
    }
    --depth;
  }

  void refuse(fault_code code, std::string_view message) {
    if (why.code != fault_code::none) return;
    const auto at =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, base + ::XML_GetCurrentByteIndex(xml)));
    why = {code, std::string(message), at, lines_above + ::XML_GetCurrentLineNumber(xml),
           ::XML_GetCurrentColumnNumber(xml) + 1};
    ::XML_StopParser(xml, XML_FALSE);
  }

  auto parse(std::string_view text, bool is_last) -> bool {
    if (why.code != fault_code::none) return false;
    const expat_memory::counting here(memory);
    if (is_resumed || !before) return parse_xml(text, is_last);
    const auto xml_text = before->take(text, is_last);
    if (!xml_text) return true;
    base += static_cast<std::int64_t>(before->bytes());
    lines_above = before->lines();
    before.reset();
    const auto declared = declared_encoding(*xml_text);
    is_of_bytes = !declared.empty();
    if (encoding_of_bytes(declared) != declared) ::XML_SetEncoding(xml, "UTF-8");
    return parse_xml(*xml_text, is_last);
  }

  auto parse_xml(std::string_view text, bool is_last) -> bool {
    if (text.empty() && !is_last) return true;
    if (::XML_Parse(xml, text.data(), static_cast<int>(text.size()), is_last ? 1 : 0) != XML_STATUS_OK &&
        why.code == fault_code::none) {
      const auto code = ::XML_GetErrorCode(xml);
      refuse(code == XML_ERROR_NO_MEMORY ? fault_code::refused : fault_code::invalid_xml, sentence_of(code));
    }
    bytes += text.size();
    const auto behind = ::XML_GetCurrentByteIndex(xml);
    if (why.code == fault_code::none && !is_last && behind >= 0 &&
        bytes - static_cast<std::uint64_t>(behind) > token_limit_bytes)
      refuse(fault_code::refused, "A tag or comment of the XML is longer than 1 MiB.");
    return why.code == fault_code::none;
  }

  bool is_entry = false;
};

parser::parser() : impl_(std::make_unique<impl>(nullptr)) {}

parser::parser(const opening& head, std::uint64_t offset)
    : impl_(std::make_unique<impl>(head.encoding.empty() ? nullptr : head.encoding.c_str())) {
  impl_->head = head;
  impl_->prefix = prefix_of(head.root);
  impl_->kind = is_name(own_name(head.root, impl_->prefix), "sitemapindex") ? root::index : root::urls;
  impl_->is_resumed = true;
  const auto first = "<" + head.root + ">";
  impl_->base = static_cast<std::int64_t>(offset) - static_cast<std::int64_t>(first.size());
  impl_->parse(first, false);
}

parser::~parser() = default;

auto parser::feed(std::string_view bytes) -> bool {
  impl_->found.erase(impl_->found.begin(), impl_->found.begin() + static_cast<std::ptrdiff_t>(impl_->given));
  impl_->given = 0;
  // In pieces: large enough, because expat begins a tag that is not whole anew with each; small enough, so
  // that the length of a tag is looked at in time.
  while (!bytes.empty()) {
    const auto part = bytes.substr(0, piece_bytes - impl_->held.size());
    impl_->held.append(part);
    bytes.remove_prefix(part.size());
    if (impl_->held.size() == piece_bytes && !flush()) return false;
  }
  return impl_->why.code == fault_code::none;
}

auto parser::flush() -> bool {
  const bool is_good = impl_->parse(impl_->held, false);
  impl_->held.clear();
  return is_good;
}

auto parser::finish() -> bool { return flush() && impl_->parse({}, true); }

auto parser::next() -> const entry* {
  if (impl_->given == impl_->found.size()) return nullptr;
  return &impl_->found[impl_->given++];
}

auto parser::kind() const -> root { return impl_->kind; }
auto parser::stranger() const -> const std::string& { return impl_->stranger; }
auto parser::head() const -> const opening& { return impl_->head; }
auto parser::why() const -> const fault& { return impl_->why; }

}  // namespace waybill::formats::sitemap
