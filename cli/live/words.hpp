// A line at the console's prompt, as words; and how a word that is being written could go on. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::cli::live {

/// As a shell splits: at blanks, with '...', "..." and backslashes. Errors: bad_value (a quote is not
/// closed).
auto split_words(std::string_view line) -> result<std::vector<std::string>>;

/// What may stand at a place of the line.
struct vocabulary_at_hand {
  std::vector<std::string> verbs;                     ///< "status", "log tail"
  std::function<std::vector<std::string>()> imports;  ///< ids; asked only when a verb takes them
};

struct completion {
  std::string typed;                    ///< the beginning of the word, as it stands there
  std::vector<std::string> candidates;  ///< that begin so, sorted
  std::string common;                   ///< what all of them go on with
};

/// `line`: as far as the cursor.
auto complete(std::string_view line, const vocabulary_at_hand& with) -> completion;

}  // namespace waybill::cli::live
