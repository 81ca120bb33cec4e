// A header's cell as words: what is left of it once case, accents, signs and humps are aside. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::leads {

/// Lower case, without accents; every run of white space and signs is one `_`, at the ends none; letters that
/// are not a-z after that are dropped: "  TÉLÉPHONE (fixe) :" is "telephone_fixe".
auto normalized_header(std::string_view header) -> std::string;

struct header_word {
  std::string text;        ///< a-z or 0-9, never both
  bool bracketed = false;  ///< it stands in brackets
  bool below = false;      ///< the words before it name what it is a part of: "Person - Email", "owner.id"
  bool other = false;  ///< it begins something beside the words before it: "Zip/Postal code", "Nom & prénom"
  friend auto operator==(const header_word&, const header_word&) -> bool = default;
};

/// The same, also parted where a hump begins ("firstName") and between letters and digits ("tel1"). Of a
/// header that is longer than anybody's only the beginning.
auto header_words(std::string_view header) -> std::vector<header_word>;

/// The words without anything between them: one spelling of "e-mail", "E mail" and "eMail".
auto joined(const std::vector<header_word>& words) -> std::string;

}  // namespace waybill::leads
