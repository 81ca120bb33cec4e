#include "domains/bookmarks/near_url.hpp"

#include <algorithm>

#include "domains/bookmarks/url_identity.hpp"
#include "events/hash.hpp"

namespace waybill::bookmarks {
namespace {

/// `www.example.org`, but not `www.org`: that is a name of its own.
void drop_www(std::string_view& rest) {
  constexpr std::string_view www = "www.";
  if (!rest.starts_with(www)) return;
  const auto host = rest.substr(www.size(), rest.find_first_of("/?:") - www.size());
  if (host.find('.') != std::string_view::npos) rest.remove_prefix(www.size());
}

}  // namespace

auto append_near_form(std::string_view normalized, std::string& out) -> bool {
  auto rest = normalized;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!rest.starts_with(scheme)) continue;
    rest.remove_prefix(scheme.size());
    break;
  }
  if (rest.size() == normalized.size() || rest.empty()) return false;
  rest = rest.substr(0, rest.find('#'));
  drop_www(rest);
  const auto query = std::min(rest.find('?'), rest.size());
  auto path = rest.substr(0, query);
  while (path.ends_with('/')) path.remove_suffix(1);
  out.append(path).append(rest.substr(query));
  return true;
}

auto near_maker::key_of(std::string_view url) -> std::optional<near_key> {
  normalize_url(url, normalized_);
  form_.clear();
  if (!append_near_form(normalized_, form_)) return std::nullopt;
  const auto hash = sha256_of(form_);
  near_key key{};
  std::copy_n(reinterpret_cast<const char*>(hash.data()), key.size(), key.begin());
  return key;
}

}  // namespace waybill::bookmarks
