// E-mail addresses as cells hold them. Sources: RFC 5321 (lengths, dot-string), RFC 6531 (letters of the
// world), RFC 5890 (labels), UTS #46. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::leads {

/// One address and nothing else: a dot-string, `@`, a domain of letters, digits and hyphens. Quoted local
/// parts, comments, IP addresses and domains that end in a number are refused, though the RFC knows them:
/// nobody's contact has one. A domain of one label is an address.
auto is_email(std::string_view text) -> bool;

/// What a cell was read as.
struct email_reading {
  std::string address;              ///< in lower case; empty: there is none
  std::string key;                  ///< the same with the domain in ASCII: equal addresses have equal keys
  std::vector<std::string> others;  ///< further addresses, as they are written
  bool cleaned = false;             ///< something was taken off: a name, `mailto:`, an end mark
};
/// `clean`: without blanks around it (cell_text.hpp). Of several addresses the first valid one is taken.
/// Replaces `out`, keeping its memory.
void read_email(std::string_view clean, email_reading& out);

/// The common domain that this one is one typing mistake away from; empty: it is none, or is one itself.
/// `domain` is in lower case. Static storage.
auto likely_domain(std::string_view domain) -> std::string_view;

}  // namespace waybill::leads
