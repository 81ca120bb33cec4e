#include "domains/nodes/identity.hpp"

#include <algorithm>

#include "events/hash.hpp"
#include "formats/text.hpp"
#include "formats/url/parts.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view id_begin = "nod_";

/// Where schemes are one, both of their ports are the one that nobody writes.
auto port_to_drop(const url::http_parts& parts, const identity_rule& rule) -> url::default_port {
  if (!rule.scheme) return url::default_port::either;
  return parts.secure ? url::default_port::https : url::default_port::http;
}

/// Bytes of `://` and what stands before it, where schemes are told apart. (No host can begin so.)
auto scheme_size(std::string_view canonical) -> std::size_t {
  if (canonical.starts_with("https://")) return 8;
  return canonical.starts_with("http://") ? 7 : 0;
}

/// What is left of the path when its last segment goes; empty for a homepage.
auto path_above(std::string_view path) -> std::string_view {
  if (path.size() < 2) return {};
  return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

}  // namespace

auto canonical_text(std::string_view url, const identity_rule& rule, std::string& out) -> url_fault {
  if (url.size() > url_limit_bytes) return text::is_blank(url) ? url_fault::missing : url_fault::too_long;
  const auto text = url::without_blanks(url);
  if (text.empty()) return url_fault::missing;
  const auto parts = url::parts_of(text);
  if (!parts) return url_fault::invalid;
  out.clear();
  if (rule.scheme) out.append(parts->secure ? "https://" : "http://");
  if (!url::append_authority(parts->authority, port_to_drop(*parts, rule), out)) return url_fault::invalid;
  url::append_path(parts->path, out);
  if (rule.keep_query && !parts->query.empty()) url::append_query(parts->query, out);
  return url_fault::none;
}

auto identity_of(std::string_view canonical) -> identity { return sha256_of(canonical); }

auto node_id(std::string_view project, const identity& of) -> std::string {
  const auto mine = sha256_of("nodes/" + std::string(project));
  std::array<std::uint8_t, 16> first{};
  for (std::size_t i = 0; i < first.size(); ++i) first[i] = static_cast<std::uint8_t>(of[i] ^ mine[i]);
  return spell_node_id(first);
}

auto spell_node_id(const std::array<std::uint8_t, 16>& bytes) -> std::string {
  return std::string(id_begin) + id_characters(bytes);
}

auto bytes_of_node_id(std::string_view id) -> std::optional<std::array<std::uint8_t, 16>> {
  std::array<std::uint8_t, 16> bytes{};
  if (!id.starts_with(id_begin) || !read_id_characters(id.substr(id_begin.size()), bytes))
    return std::nullopt;
  return bytes;
}

auto parts_of(std::string_view canonical) -> canonical_parts {
  const auto slash = std::min(canonical.find('/', scheme_size(canonical)), canonical.size());
  const auto question = std::min(canonical.find('?', slash), canonical.size());
  return {canonical.substr(0, slash), canonical.substr(slash, question - slash), canonical.substr(question)};
}

auto place_above(std::string_view canonical) -> std::string_view {
  const auto [site, path, query] = parts_of(canonical);
  if (!query.empty()) return canonical.substr(0, canonical.size() - query.size());
  const auto above = path_above(path);
  return above.empty() ? std::string_view{} : canonical.substr(0, site.size() + above.size());
}

auto level_of(std::string_view canonical) -> std::uint32_t {
  const auto [site, path, query] = parts_of(canonical);
  std::ptrdiff_t segments = std::count(path.begin(), path.end(), '/');
  // The homepage has none, and an empty first segment leads to it again.
  if (path.size() < 2 || path[1] == '/') --segments;
  return static_cast<std::uint32_t>(segments) + (query.empty() ? 0 : 1);
}

}  // namespace waybill::nodes
