// The plain part of XML: tags and text of UTF-8 without entities, comments, line ends inside of tags and the
// like, which is nearly all of a workbook. It is told in the same way as expat does, at a third of the time.
// Internal to the parser, which gives all else to expat.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace waybill::formats::xlsx {

struct attribute {
  std::string_view name;
  std::string_view value;
};

struct plain_token {
  enum class kind : std::uint8_t {
    text,   ///< between two tags
    start,  ///< <name ...>
    empty,  ///< <name .../>
    end,    ///< </name>
    cut,    ///< the bytes end inside of it
    odd     ///< it is not plain, or no XML
  };
  kind what = kind::odd;
  std::size_t size = 0;   ///< of all of it, in bytes
  std::string_view name;  ///< of the tag; the text itself
  std::vector<attribute> attributes;
};

/// The token that `bytes` begin with, where text or a tag may stand. Views are of `bytes`.
void read_plain(std::string_view bytes, plain_token& into);

}  // namespace waybill::formats::xlsx
