// The text of a cell before anybody asks what it means: blanks, what nobody sees, and what spreadsheets leave
// behind. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::leads {

enum class line_breaks : bool { are_blanks, are_kept };

/// Without blanks around it, each run of blanks one space, in NFC, without characters that nobody sees
/// (U+200B, U+FEFF, marks of direction, soft hyphens, controls). Kept line breaks: a run that holds one
/// becomes one. The view is into `cell`, or into `scratch`, whose content is replaced. Bytes that are no
/// UTF-8 are U+FFFD.
auto clean_text(std::string_view cell, line_breaks breaks, std::string& scratch) -> std::string_view;

/// Without the signs by which a spreadsheet is told that a cell is text: `="00123"`, `'00123`. Points into
/// it.
auto without_text_marks(std::string_view clean) -> std::string_view;

/// `#N/A`, `#REF!`, `#NOM?`, `########`: what a spreadsheet shows instead of a value.
auto is_cell_error(std::string_view clean) -> bool;

/// `1.23457E+11`: digits of a long number are gone for ever.
auto is_damaged_number(std::string_view clean) -> bool;

/// Full-width letters, digits and signs as those of ASCII. The view is into `clean` or into `scratch`.
auto narrowed(std::string_view clean, std::string& scratch) -> std::string_view;

/// How people compare words: lower case, without accents, letters and digits alone. Replaces `out`.
void fold(std::string_view text, std::string& out);

/// Is there a letter or a digit, of any script?
auto says_anything(std::string_view clean) -> bool;

/// What Google Contacts writes between the values of one cell.
inline constexpr std::string_view several_sign = " ::: ";
/// Without blanks around them, and without blank ones. They point into `clean`.
auto parts_of_several(std::string_view clean) -> std::vector<std::string_view>;

/// Characters of UTF-8 text.
auto count_characters(std::string_view text) -> std::size_t;

}  // namespace waybill::leads
