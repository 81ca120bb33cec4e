// Names of people in the case that people write them in. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace waybill::leads {

/// `clean`: without blanks around it, in NFC (cell_text.hpp). A word in capitals alone or in small letters
/// alone begins with a capital, behind hyphens and apostrophes too; a word in both is somebody's spelling and
/// stays. So do small particles (`de`, `van der`) where another word has a capital. No accent is invented.
/// Replaces `out`.
void title_case(std::string_view clean, std::string& out);

/// Signs alone, and `N/A`, are no name.
auto is_no_name(std::string_view clean) -> bool;

struct full_name {
  std::string first;
  std::string last;
};
/// A name in two, when nothing else stands there (whole_name.hpp). `DUPONT Jean` and `Jean DUPONT`: capitals
/// are the last name. Else it is the last word, with the particles before it; a hyphen between blanks joins
/// its neighbours. One word is a last name.
auto split_name(std::string_view clean) -> full_name;

}  // namespace waybill::leads
