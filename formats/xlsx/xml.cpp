#include "formats/xlsx/xml.hpp"

#include <expat.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace waybill::formats::xlsx {
namespace {

constexpr std::size_t piece_bytes = 64 << 10;

// Names are kept by expat for as long as it parses: a file of names alone would take any memory. So what it
// takes is counted. Its functions of memory know no parser; who parses says where to count.

thread_local std::size_t* account = nullptr;

struct alignas(std::max_align_t) block_head {
  std::size_t size;
};

void* take(std::size_t size) {
  if (account == nullptr || *account + size > xml_parser::memory_limit_bytes) return nullptr;
  auto* const head = static_cast<block_head*>(std::malloc(sizeof(block_head) + size));
  if (head == nullptr) return nullptr;
  head->size = size;
  *account += size;
  return head + 1;
}

void give_back(void* block) {
  if (block == nullptr) return;
  auto* const head = static_cast<block_head*>(block) - 1;
  if (account != nullptr) *account -= head->size;
  std::free(head);
}

void* take_again(void* block, std::size_t size) {
  void* const made = take(size);
  if (made == nullptr || block == nullptr) return made;
  std::memcpy(made, block, std::min(size, (static_cast<block_head*>(block) - 1)->size));
  give_back(block);
  return made;
}

class counting {
 public:
  explicit counting(std::size_t& on) : before_(account) { account = &on; }
  ~counting() { account = before_; }
  counting(const counting&) = delete;
  auto operator=(const counting&) -> counting& = delete;

 private:
  std::size_t* before_;
};

auto prefix_of(std::string_view name) -> std::string_view {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon + 1);
}

auto behind_colon(std::string_view name) -> std::string_view { return name.substr(prefix_of(name).size()); }

}  // namespace

auto attributes::find(std::string_view name) const -> const char* {
  for (const auto* const* one = pairs_; *one != nullptr; one += 2)
    if (behind_colon(*one) == name) return one[1];
  return nullptr;
}

auto attributes::text(std::string_view name) const -> std::string_view {
  const char* const found = find(name);
  return found == nullptr ? std::string_view{} : std::string_view(found);
}

struct xml_parser::impl {
  xml_listener& to;
  std::size_t taken = 0;
  XML_Parser xml = nullptr;
  std::string prefix, root;
  std::uint32_t depth = 0;
  std::uint64_t bytes = 0;
  fault why;

  explicit impl(xml_listener& listener) : to(listener) {
    const counting here(taken);
    const XML_Memory_Handling_Suite memory{take, take_again, give_back};
    xml = ::XML_ParserCreate_MM(nullptr, &memory, nullptr);
    if (xml == nullptr) return;
    ::XML_SetUserData(xml, this);
    ::XML_SetElementHandler(xml, on_start, on_end);
    ::XML_SetCharacterDataHandler(xml, on_text);
    ::XML_SetStartDoctypeDeclHandler(xml, on_doctype);
  }
  ~impl() {
    const counting here(taken);
    if (xml != nullptr) ::XML_ParserFree(xml);
  }
  impl(const impl&) = delete;
  auto operator=(const impl&) -> impl& = delete;

  static auto of(void* self) -> impl& { return *static_cast<impl*>(self); }

  static void XMLCALL on_doctype(void* self, const char*, const char*, const char*, int) {
    of(self).refuse(fault_code::xml_refused, "The XML has a document type, which is never read.");
  }
  static void XMLCALL on_start(void* self, const char* name, const char** with) {
    auto& me = of(self);
    if (++me.depth > depth_limit)
      return me.refuse(fault_code::xml_refused, "The XML is nested deeper than 100.");
    if (me.depth == 1) {
      me.prefix = prefix_of(name);
      me.root = behind_colon(name);
    }
    me.to.on_start(me.own(name), me.depth, attributes(with));
  }
  static void XMLCALL on_end(void* self, const char* name) {
    auto& me = of(self);
    me.to.on_end(me.own(name), me.depth--);
  }
  static void XMLCALL on_text(void* self, const char* text, int size) {
    auto& me = of(self);
    if (me.to.wants_text) me.to.on_text({text, static_cast<std::size_t>(size)});
  }

  [[nodiscard]] auto own(std::string_view name) const -> std::string_view {
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    return name.find(':') == std::string_view::npos ? name : std::string_view{};
  }

  void refuse(fault_code code, std::string_view message) {
    if (why) return;
    why = {code, {}, std::string(message), ::XML_GetCurrentLineNumber(xml)};
    ::XML_StopParser(xml, XML_FALSE);
  }

  auto parse(std::string_view text, bool is_last) -> bool {
    if (why) return false;
    const counting here(taken);
    if (::XML_Parse(xml, text.data(), static_cast<int>(text.size()), is_last ? 1 : 0) != XML_STATUS_OK)
      refuse_for(::XML_GetErrorCode(xml));
    bytes += text.size();
    const auto behind = ::XML_GetCurrentByteIndex(xml);
    if (!why && !is_last && behind >= 0 && bytes - static_cast<std::uint64_t>(behind) > token_limit_bytes)
      refuse(fault_code::xml_refused, "A tag or comment of the XML is longer than 1 MiB.");
    return !why;
  }

  void refuse_for(XML_Error code) {
    if (code == XML_ERROR_NO_MEMORY)
      refuse(fault_code::xml_refused, "The XML has more names than are read.");
    else
      refuse(fault_code::invalid_xml, "The XML of a part is not sound.");
  }
};

xml_parser::xml_parser(xml_listener& to) : impl_(std::make_unique<impl>(to)) {
  if (impl_->xml == nullptr) impl_->why = {fault_code::unreadable, {}, "There is no memory left."};
}
xml_parser::~xml_parser() = default;

auto xml_parser::feed(std::string_view bytes, bool is_last) -> bool {
  // In pieces: the length of a tag that does not end is looked at in time.
  for (; bytes.size() > piece_bytes; bytes.remove_prefix(piece_bytes))
    if (!impl_->parse(bytes.substr(0, piece_bytes), false)) return false;
  return impl_->parse(bytes, is_last);
}

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
