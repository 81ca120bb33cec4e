// Errors become answers here and nowhere else: RFC 9457 problems.
#pragma once

#include <string>
#include <string_view>

#include "events/result.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

struct fault_words {
  int status = 500;
  std::string_view title;    ///< of the status, as RFC 9110 names it
  std::string_view meaning;  ///< when a client meets it
};
auto words_of(errc code) -> const fault_words&;

/// The title of any status used here.
auto status_title(int status) -> std::string_view;

/// `application/problem+json`. What fails on our side (5xx) is told in our own words, never in those of a
/// library or a path; 401 says WWW-Authenticate; 429 and 503 say Retry-After: the error's `retry_after_s`,
/// or 5.
auto problem(const error& why) -> answer;
/// The same with another status than the code's own: 431 for a head that is too large.
auto problem(int status, const error& why) -> answer;

/// The sentence that stands beside a code in an import's error. Of faults of ours it may be a library's, with
/// paths in it: then a sentence for everybody stands there instead, as in `problem`.
auto told_message(std::string_view code, const std::string& message) -> std::string;

/// The page docs/errors.md.
auto errors_page() -> std::string;

}  // namespace waybill::http
