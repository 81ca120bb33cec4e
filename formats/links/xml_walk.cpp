#include "formats/links/xml_walk.hpp"

#include <algorithm>
#include <string>

#include "formats/expat_memory.hpp"
#include "formats/links/parts.hpp"
#include "formats/text.hpp"
#include "formats/xml_parts.hpp"

namespace waybill::formats::links {
namespace {

/// Large enough, because expat begins a tag that is not whole anew with each; small enough, so that the
/// length of a tag is looked at in time.
constexpr std::size_t piece_bytes = 64 << 10;

/// Of bytes that are read one by one, whatever the declaration says: expat would believe it.
auto is_wide(std::string_view encoding) -> bool {
  const auto begins = [&](std::string_view name) { return text::starts_ignoring_case(encoding, name); };
  return begins("utf-16") || begins("utf16") || begins("utf-32") || begins("ucs-");
}

/// Bytes in front of a declaration that are none of XML: blanks, and a mark before them.
auto size_of_front(std::string_view first) -> std::size_t {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  const auto begun = first.starts_with(mark) ? mark.size() : 0;
  const auto at = std::min(first.find_first_not_of(" \t\r\n", begun), first.size());
  return at > begun && first.substr(at).starts_with("<?xml") ? at : 0;
}

/// What the declaration at the front names; "": nothing.
auto declared_in(std::string_view xml) -> std::string_view {
  constexpr std::string_view key = "encoding=";
  xml = xml.substr(0, xml.find("?>"));
  const auto at = xml.starts_with("<?xml") ? xml.find(key) : std::string_view::npos;
  if (at == std::string_view::npos || at + key.size() >= xml.size()) return {};
  const auto value = xml.substr(at + key.size() + 1);
  return value.substr(0, value.find(xml[at + key.size()]));
}

}  // namespace

auto xml_attributes::text(std::string_view lowered) const -> std::string_view {
  for (const char** at = all_; *at != nullptr; at += 2)
    if (text::equals_ignoring_case(at[0], lowered)) return at[1];
  return {};
}

struct xml_walk::impl {
  impl(std::unique_ptr<byte_source> source, xml_listener& told) : from(std::move(source)), to(told) {
    const expat_memory::counting here(memory);
    xml = memory.create(nullptr);
    if (xml == nullptr) return;
    ::XML_SetUserData(xml, this);
    ::XML_SetElementHandler(xml, on_start, on_end);
    ::XML_SetCharacterDataHandler(xml, on_text);
    ::XML_SetStartDoctypeDeclHandler(xml, on_doctype);
    ::XML_SetSkippedEntityHandler(xml, on_skipped);
    ::XML_SetUnknownEncodingHandler(xml, take_encoding, nullptr);
  }
  ~impl() {
    const expat_memory::counting here(memory);
    if (xml != nullptr) ::XML_ParserFree(xml);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  static auto of(void* self) -> impl& { return *static_cast<impl*>(self); }

  static void XMLCALL on_start(void* self, const char* name, const char** with) {
    auto& me = of(self);
    if (++me.depth > depth_limit) return me.stop("xml_refused", "The XML is nested deeper than 1,000.");
    if (!me.is_refused) me.to.on_start(name, me.depth, xml_attributes(with));
  }
  static void XMLCALL on_end(void* self, const char* name) {
    auto& me = of(self);
    if (!me.is_refused) me.to.on_end(name, me.depth);
    --me.depth;
  }
  static void XMLCALL on_text(void* self, const char* text, int size) {
    auto& me = of(self);
    if (!me.is_refused) me.to.on_text({text, static_cast<std::size_t>(size)});
  }
  static void XMLCALL on_doctype(void* self, const char*, const char*, const char*, int has_subset) {
    // A name of a document type alone, as property lists have it, declares nothing here.
    if (has_subset != 0) of(self).stop("xml_refused", "The XML has a document type, which is never read.");
  }
  static void XMLCALL on_skipped(void* self, const char*, int) {
    of(self).stop("invalid_xml", "An entity is used that XML does not have.");
  }

  void stop(std::string_view code, std::string_view message) {
    if (is_stopped) return;
    is_stopped = true;
    const auto at =
        front + static_cast<std::uint64_t>(std::max<XML_Index>(0, ::XML_GetCurrentByteIndex(xml)));
    why = {std::string(code), std::string(message), at, front_lines + ::XML_GetCurrentLineNumber(xml),
           ::XML_GetCurrentColumnNumber(xml) + 1};
    ::XML_StopParser(xml, XML_FALSE);
  }

  /// What stands before the XML is taken for it by nobody but us.
  auto begin(std::string_view first) -> std::string_view {
    front = size_of_front(first);
    front_lines = static_cast<std::uint64_t>(std::ranges::count(first.substr(0, front), '\n'));
    first.remove_prefix(front);
    if (is_wide(declared_in(first))) ::XML_SetEncoding(xml, "UTF-8");
    return first;
  }

  auto parse(std::size_t size, bool is_last) -> bool {
    const expat_memory::counting here(memory);
    auto text = std::string_view(piece).substr(0, size);
    if (bytes == 0) text = begin(text);
    if (::XML_Parse(xml, text.data(), static_cast<int>(text.size()), is_last ? 1 : 0) != XML_STATUS_OK) {
      const auto code = ::XML_GetErrorCode(xml);
      stop(code == XML_ERROR_NO_MEMORY ? "xml_refused" : "invalid_xml", sentence_of(code));
    }
    bytes += text.size();
    const auto behind = ::XML_GetCurrentByteIndex(xml);
    if (!is_stopped && !is_last && behind >= 0 &&
        bytes - static_cast<std::uint64_t>(behind) > token_limit_bytes)
      stop("xml_refused", "A tag or comment of the XML is longer than 1 MiB.");
    return !is_stopped;
  }

  /// As many bytes as there is room for; negative: the source failed.
  auto fill() -> std::int64_t {
    std::size_t held = 0;
    while (held < piece.size()) {
      const auto got = from ? from->read(piece.data() + held, piece.size() - held) : -1;
      if (got < 0) return got;
      if (got == 0) break;
      held += static_cast<std::size_t>(got);
    }
    return static_cast<std::int64_t>(held);
  }

  auto step() -> state {
    if (is_stopped || xml == nullptr) return state::broken;
    if (is_over) return state::end;
    const auto got = fill();
    if (got < 0) {
      is_stopped = true;
      why = fault_of_source(got);
      return state::broken;
    }
    is_over = static_cast<std::size_t>(got) < piece.size();
    if (!parse(static_cast<std::size_t>(got), is_over)) return state::broken;
    if (!is_over) return state::more;
    if (!is_refused) return state::end;
    is_stopped = true;
    return state::broken;
  }

  std::unique_ptr<byte_source> from;
  xml_listener& to;
  expat_memory memory;
  XML_Parser xml = nullptr;
  std::string piece = std::string(piece_bytes, '\0');
  file_fault why;
  std::uint32_t depth = 0;
  std::uint64_t bytes = 0;
  std::uint64_t front = 0;  ///< bytes before the XML
  std::uint64_t front_lines = 0;
  bool is_over = false;
  bool is_stopped = false;
  bool is_refused = false;
};

xml_walk::xml_walk(std::unique_ptr<byte_source> from, xml_listener& to)
    : impl_(std::make_unique<impl>(std::move(from), to)) {}
xml_walk::~xml_walk() = default;

auto xml_walk::step() -> state { return impl_->step(); }
auto xml_walk::why() const -> const file_fault& { return impl_->why; }

void xml_walk::refuse(std::string_view message) {
  impl_->is_refused = true;
  impl_->why = {"unknown_format", std::string(message)};
}

auto xml_walk::offset() const -> std::uint64_t {
  return impl_->front +
         static_cast<std::uint64_t>(std::max<XML_Index>(
             0, ::XML_GetCurrentByteIndex(impl_->xml) + ::XML_GetCurrentByteCount(impl_->xml)));
}

}  // namespace waybill::formats::links
