#include "domains/bookmarks/url_identity.hpp"

#include "events/hash.hpp"
#include "formats/url/parts.hpp"

namespace waybill::bookmarks {
namespace {

/// Steps 2 to 8; false: not http(s), or a fault.
auto append_http(std::string_view text, std::string& out) -> bool {
  const auto parts = url::parts_of(text);
  if (!parts) return false;
  out.append(parts->secure ? "https://" : "http://");  // step 3: in lower case, no user, no password
  const auto without = parts->secure ? url::default_port::https : url::default_port::http;
  if (!url::append_authority(parts->authority, without, out)) return false;
  url::append_path(parts->path, out);
  if (!parts->query.empty()) url::append_query(parts->query, out);
  if (parts->fragment.size() > 1) out.append(parts->fragment);  // step 8: as it is, unless it is `#` alone
  return true;
}

}  // namespace

void normalize_url(std::string_view url, std::string& out) {
  const auto text = url::without_blanks(url);
  out.clear();
  if (!append_http(text, out)) out.assign(text);
}

auto identity_of_normalized(std::string_view normalized) -> identity { return sha256_of(normalized); }

}  // namespace waybill::bookmarks
