#include "formats/sitemap/parser.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "formats/expat_memory.hpp"
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

}  // namespace

struct parser::impl {
  expat_memory memory;
  XML_Parser xml = nullptr;
  opening head;
  std::string prefix;
  root kind = root::unknown;
  fault why;
  std::uint32_t depth = 0;
  std::int64_t base = 0;    ///< offset in the file of the first byte that was fed
  std::uint64_t bytes = 0;  ///< fed so far
  bool is_resumed = false;
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
  }
  ~impl() {
    const expat_memory::counting here(memory);
    if (xml != nullptr) ::XML_ParserFree(xml);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  static auto of(void* self) -> impl& { return *static_cast<impl*>(self); }

  static void XMLCALL on_declaration(void* self, const char*, const char* encoding, int) {
    if (encoding != nullptr) of(self).head.encoding = encoding;
  }
  static void XMLCALL on_doctype(void* self, const char*, const char*, const char*, int) {
    of(self).refuse(fault_code::refused, "The XML has a document type, which is never read.");
  }
  static void XMLCALL on_start(void* self, const char* name, const char**) { of(self).start(name); }
  static void XMLCALL on_end(void* self, const char*) { of(self).end(); }
  static void XMLCALL on_text(void* self, const char* text, int size) {
    auto& me = of(self);
    if (me.value == nullptr) return;
    const auto room = me.value_limit - std::min(me.value_limit, me.value->size());
    me.value->append(text, std::min(room, static_cast<std::size_t>(size)));
  }

  void start(std::string_view name) {
    ++depth;
    value = nullptr;
    if (depth > depth_limit) return refuse(fault_code::refused, "The XML is nested deeper than 100.");
    if (depth == 1) return begin_root(name);
    const auto own = own_name(name, prefix);
    if (depth == 2) now = {};
    is_entry = depth == 2 ? own == (kind == root::index ? "sitemap" : "url") : is_entry;
    if (depth == 3 && is_entry) begin_value(own);
  }

  void begin_root(std::string_view name) {
    if (is_resumed) return;
    head.root = name;
    prefix = prefix_of(name);
    const auto own = own_name(name, prefix);
    kind = own == "urlset" ? root::urls : own == "sitemapindex" ? root::index : root::unknown;
    if (kind == root::unknown) refuse(fault_code::other_root, "The XML is no sitemap.");
  }

  /// A value that stands twice: the last one counts.
  void begin_value(std::string_view name) {
    value = name == "loc"          ? &now.loc
            : name == "lastmod"    ? &now.lastmod
            : name == "changefreq" ? &now.changefreq
            : name == "priority"   ? &now.priority
                                   : nullptr;
    if (value == nullptr) return;
    value->clear();
    value_limit = value == &now.loc ? url_kept_bytes : value_kept_bytes;
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
    why = {code, std::string(message), at, ::XML_GetCurrentLineNumber(xml),
           ::XML_GetCurrentColumnNumber(xml) + 1};
    ::XML_StopParser(xml, XML_FALSE);
  }

  auto parse(std::string_view text, bool is_last) -> bool {
    if (why.code != fault_code::none) return false;
    const expat_memory::counting here(memory);
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
  impl_->kind = own_name(head.root, impl_->prefix) == "sitemapindex" ? root::index : root::urls;
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
auto parser::head() const -> const opening& { return impl_->head; }
auto parser::why() const -> const fault& { return impl_->why; }

}  // namespace waybill::formats::sitemap
