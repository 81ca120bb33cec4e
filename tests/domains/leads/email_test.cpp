// Domains that nobody means, and those that only look like that.
#include <set>

#include "domains/leads/values/email.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

/// Every text that is one letter too short, and every one with two letters changed round.
auto mistakes_of(const std::string& domain) -> std::set<std::string> {
  std::set<std::string> made;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    auto shorter = domain;
    shorter.erase(i, 1);
    made.insert(shorter);
    auto twice = domain;
    twice.insert(i, 1, domain[i]);
    made.insert(twice);
    if (i + 1 == domain.size()) continue;
    auto turned = domain;
    std::swap(turned[i], turned[i + 1]);
    made.insert(turned);
  }
  made.erase(domain);
  return made;
}

}  // namespace

TEST_CASE("given common domains with one typing mistake, when they are read, then what is meant is told") {
  // These are somebody's, or another country's.
  const std::set<std::string> others{"mail.com",   "gail.com",   "cloud.com",  "orage.fr",
                                     "hotmail.r",  "gmail.co",   "outlook.co", "icloud.co",
                                     "laposte.ne", "laposte.nt", "laposte.et"};
  for (const std::string domain :
       {"gmail.com", "hotmail.fr", "orange.fr", "wanadoo.fr", "laposte.net", "outlook.com", "icloud.com"})
    for (const auto& mistake : mistakes_of(domain)) {
      INFO(mistake);
      if (!others.contains(mistake)) CHECK(likely_domain(mistake) == domain);
    }
}

TEST_CASE(
    "given domains of firms and of other countries, when they are read, then none is taken for a mistake") {
  for (const auto* domain : {"example.org", "gmail.com",        "hotmail.de",      "hotmail.it", "yahoo.ca",
                             "outlook.es",  "live.nl",          "mail.com",        "email.com",  "msc.com",
                             "aon.com",     "mi.com",           "sfr.com",         "free.be",    "orange.com",
                             "orange.be",   "laposte.fr",       "proton.ch",       "gmx.at",     "web.com",
                             "me.fr",       "neuf.com",         "societe.example", "",           "a",
                             ".",           "xn--gmil-63d.com", "tree.fr",         "five.fr"}) {
    INFO(domain);
    CHECK(likely_domain(domain).empty());
  }
}

TEST_CASE("given letters of other scripts in a common domain, when it is read, then the common one is told") {
  CHECK(likely_domain("gmаil.com") == "gmail.com");
  CHECK(likely_domain("hotmаil.fr") == "hotmail.fr");
  CHECK(likely_domain("gмаil.com").empty());
}

TEST_CASE(
    "given cells of a megabyte that are built to cost time, when they are read, then each is refused at "
    "once") {
  const auto repeated = [](std::string_view piece) {
    std::string made;
    while (made.size() < 1'000'000) made += piece;
    return made;
  };
  // Each of them took seconds, or grew with the square of its length, before there were bounds.
  for (const std::string_view piece : {"1", "12 / ", "-", "+", "06 12 34 56 78 ou "}) {
    INFO(piece);
    CHECK(said(read({{lead_field::phone, repeated(piece)}})) == ("too_long phone, contact_missing"));
  }
  for (const std::string_view piece : {"mail:", "@", "@;", "a@b.fr; ", "<", "(", "a", "é"}) {
    INFO(piece);
    CHECK(said(read({{lead_field::email, repeated(piece)}})) == "too_long email, contact_missing");
  }
}
