#include "domains/bookmarks/search.hpp"

#include <algorithm>

#include "domains/bookmarks/search_parts.hpp"
#include "formats/text.hpp"
#include "formats/unicode/idna.hpp"

namespace waybill::bookmarks {
namespace {

/// One thing that was asked for, as it stands in the text.
struct part {
  std::string_view name;  ///< "tag"; "": words
  std::string_view value;
  bool excluded = false;
  bool begins = false;
};

constexpr std::string_view names[] = {"tag", "site", "before", "after", "is"};

/// Reads parts from the front of a text.
class part_reader {
 public:
  explicit part_reader(std::string_view text) : rest_(text) {}

  auto next(part& out) -> bool {
    while (!rest_.empty() && text::is_blank(rest_.front())) rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    out = {};
    out.excluded = rest_.size() > 1 && rest_[0] == '-' && !text::is_blank(rest_[1]);
    if (out.excluded) rest_.remove_prefix(1);
    for (const auto name : names)
      if (text::starts_ignoring_case(rest_, name) && rest_.substr(name.size()).starts_with(':'))
        out.name = name;
    if (!out.name.empty()) rest_.remove_prefix(out.name.size() + 1);
    out.value = take_value();
    if (out.name.empty()) out.begins = take_star(out.value);
    return true;
  }

 private:
  /// Between quotes, or up to a blank. A quote without another is text.
  auto take_value() -> std::string_view {
    const auto quote = rest_.starts_with('"') ? rest_.find('"', 1) : std::string_view::npos;
    if (quote != std::string_view::npos) return take(quote + 1).substr(1, quote - 1);
    const auto* const end = std::ranges::find_if(rest_, [](char c) { return text::is_blank(c); });
    return take(static_cast<std::size_t>(end - rest_.begin()));
  }
  auto take(std::size_t size) -> std::string_view {
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  /// At the end of a word, or right behind a closing quote.
  auto take_star(std::string_view& value) -> bool {
    if (value.ends_with('*')) {
      value.remove_suffix(1);
      return true;
    }
    if (!rest_.starts_with('*')) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

/// `2024`, `2024-01`, `2024-01-31`, or a whole moment.
auto moment_of(std::string_view value) -> std::optional<instant> {
  constexpr std::string_view beginning = "0000-01-01T00:00:00Z";
  const auto short_form = value.size() == 4 || value.size() == 7 || value.size() == 10;
  if (!short_form) return parse_date(value);
  return parse_date(std::string(value).append(beginning.substr(value.size())));
}

/// What is no filter for all its name is text, as it stands there.
void add_words(const part& one, search_query& to) {
  wanted_words wanted;
  unicode::append_words(one.name, wanted.words);
  unicode::append_words(one.value, wanted.words);
  if (wanted.words.empty()) return;
  wanted.begins = one.begins;
  wanted.excluded = one.excluded;
  to.words.push_back(std::move(wanted));
}

/// False: it is no filter, but words.
auto add_filter(const part& one, search_query& to) -> bool {
  if (text::is_blank(one.value)) return false;
  if (one.name == "tag") {
    to.tags.push_back({folded_tag(one.value), one.excluded});
    return true;
  }
  if (one.name == "site") {
    to.sites.push_back({host_of(one.value), one.excluded});
    return true;
  }
  if (one.name == "is") {
    if (folded_tag(one.value) != "duplicate") return false;
    to.duplicate = !one.excluded;
    return true;
  }
  const auto moment = moment_of(text::trimmed(one.value));
  if (!moment) return false;
  const bool is_after = (one.name == "after") != one.excluded;
  if (is_after)
    to.after = std::max(to.after.value_or(*moment), *moment);
  else
    to.before = std::min(to.before.value_or(*moment), *moment);
  return true;
}

auto is_below(std::string_view host, std::string_view site) -> bool {
  return host == site ||
         (host.ends_with(site) && host.size() > site.size() && host[host.size() - site.size() - 1] == '.');
}

}  // namespace

auto folded_tag(std::string_view tag) -> std::string {
  std::string out;
  unicode::append_folded(text::trimmed(tag), out);
  return out;
}

auto readable_url(std::string_view url) -> std::string {
  if (url.find('%') == std::string_view::npos) return {};
  auto readable = text::percent_decoded(url, false);
  std::u32string characters;
  if (readable == url || !text::read_utf8(readable, characters)) return {};
  return readable;
}

auto host_of(std::string_view url) -> std::string {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const auto user = url.rfind('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
  if (const auto port = url.rfind(':'); port != std::string_view::npos && !url.ends_with(']'))
    url = url.substr(0, port);
  while (url.starts_with('.')) url.remove_prefix(1);
  while (url.ends_with('.')) url.remove_suffix(1);
  std::string host;
  if (unicode::append_ascii_host(url, host)) return host;
  return folded_tag(url);
}

auto read_query(std::string_view text) -> search_query {
  search_query query;
  part_reader parts(text);
  constexpr int most_parts = 100;
  int count = 0;
  for (part one; count < most_parts && parts.next(one); ++count) {
    if (!one.name.empty() && add_filter(one, query)) continue;
    add_words(one, query);
  }
  query.finds_nothing = query.empty() && !text::is_blank(text);
  return query;
}

auto search_match::operator()(const row_view& row) -> bool {
  // What costs most comes last.
  return !query_.finds_nothing && fits_filters(row) && has_words(row) &&
         (!query_.duplicate || (is_duplicate_ && is_duplicate_(row)) == *query_.duplicate);
}

auto search_match::has_words(const row_view& row) -> bool {
  if (query_.words.empty()) return true;
  words_.clear();
  texts_ends_.clear();
  add(row.title);
  add(row.url);
  if (const auto readable = readable_url(row.url); !readable.empty()) add(readable);
  if (row.description) add(*row.description);
  for (const auto tag : row.tags) add(tag);
  return std::ranges::all_of(query_.words, [this](const auto& one) { return has(one) != one.excluded; });
}

auto search_match::fits_filters(const row_view& row) -> bool {
  if (query_.after && row.created_at < *query_.after) return false;
  if (query_.before && !(row.created_at < *query_.before)) return false;
  for (const auto& tag : query_.tags)
    if (has_tag(row, tag.text) == tag.excluded) return false;
  if (query_.sites.empty()) return true;
  const auto host = host_of(row.url);
  return std::ranges::all_of(query_.sites,
                             [&](const auto& site) { return is_below(host, site.text) != site.excluded; });
}

auto search_match::has_tag(const row_view& row, std::string_view wanted) -> bool {
  return std::ranges::any_of(row.tags, [&](std::string_view tag) {
    scratch_.clear();
    unicode::append_folded(text::trimmed(tag), scratch_);
    return scratch_ == wanted;
  });
}

void search_match::add(std::string_view text) {
  unicode::append_words(text, words_);
  texts_ends_.push_back(words_.size());
}

auto search_match::has(const wanted_words& wanted) const -> bool {
  const auto count = wanted.words.size();
  const auto is_at = [&](std::size_t at) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool open = wanted.begins && i + 1 == count;
      if (open ? !words_[at + i].starts_with(wanted.words[i]) : words_[at + i] != wanted.words[i])
        return false;
    }
    return true;
  };
  std::size_t begin = 0;
  for (const auto end : texts_ends_) {
    for (auto at = begin; at + count <= end; ++at)
      if (is_at(at)) return true;
    begin = end;
  }
  return false;
}

}  // namespace waybill::bookmarks
