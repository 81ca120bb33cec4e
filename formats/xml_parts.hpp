// What all who read XML with expat say and allow alike.
#pragma once

#include <expat.h>

#include <string_view>

namespace waybill::formats {

/// Why XML cannot be read, a sentence. Static storage.
auto sentence_of(XML_Error code) -> std::string_view;

/// For `XML_SetUnknownEncodingHandler`, without data: expat knows UTF-8, UTF-16, ISO-8859-1 and ASCII; these
/// are the others that tables may have.
auto XMLCALL take_encoding(void* data, const char* name, XML_Encoding* into) -> int;

}  // namespace waybill::formats
