#include "formats/xml_parts.hpp"

#include "formats/csv/dialect.hpp"

namespace waybill::formats {

auto sentence_of(XML_Error code) -> std::string_view {
  switch (code) {
    case XML_ERROR_NO_ELEMENTS:
      return "The XML ends before it is whole.";
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
      return "The XML ends inside a tag.";
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_INVALID_TOKEN:
      return "A character stands where XML allows none.";
    case XML_ERROR_TAG_MISMATCH:
      return "A tag is closed that is not the one that is open.";
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
      return "A tag has the same attribute twice.";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return "Something stands behind the end of the XML.";
    case XML_ERROR_UNDEFINED_ENTITY:
      return "An entity is used that XML does not have.";
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
      return "The encoding that the XML names is not one that is read; UTF-8 is expected.";
    case XML_ERROR_NO_MEMORY:
      return "The XML has more names than are read.";
    default:
      return "The file is no XML.";
  }
}

auto XMLCALL take_encoding(void* /*data*/, const char* name, XML_Encoding* into) -> int {
  const auto named = csv::encoding_named(name);
  using enum csv::encoding;
  if (!named || *named == utf_8 || *named == utf_16le || *named == utf_16be) return XML_STATUS_ERROR;
  const auto beyond = csv::characters_beyond_ascii(*named);
  constexpr int ascii = 128;
  for (int i = 0; i < ascii; ++i) {
    into->map[i] = i;
    const int character = beyond[static_cast<std::size_t>(i)];
    into->map[ascii + i] = character == 0 ? -1 : character;
  }
  return XML_STATUS_OK;
}

}  // namespace waybill::formats
