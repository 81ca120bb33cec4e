// When do two URLs name the same node of a project's tree, and where does a node stand in it? The rule:
// docs/node_identity.md. A node is recognised by its canonical text: host, port and path, as in
// `example.org:8443/shop/bags`. All pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill::nodes {

inline constexpr std::size_t url_limit_bytes = 10'240;

/// The rule's number: every row begins with it, as its version (row_format.hpp).
inline constexpr int identity_rule_version = 1;

/// What a project may tell apart beyond host, port and path. One project has one rule for all its nodes.
struct identity_rule {
  bool scheme = false;      ///< http and https: the canonical text begins with `http://` or `https://`
  bool keep_query = false;  ///< queries: it ends with `?`, and the pairs sorted by name
  friend auto operator==(const identity_rule&, const identity_rule&) -> bool = default;
};

enum class url_fault : std::uint8_t { none, missing, too_long, invalid };

/// Replaces `out`, whose memory is used again, by the canonical text of `url`. After a fault `out` may hold
/// anything.
auto canonical_text(std::string_view url, const identity_rule& rule, std::string& out) -> url_fault;

/// SHA-256 of a canonical text: the key under which a node is found again.
auto identity_of(std::string_view canonical) -> identity;

/// `nod_` + 26 characters: half of the identity, XOR the SHA-256 of the project's nodes. Places of records
/// are kept under the same bytes (projections/collections/places.hpp), so that ids need no index of their
/// own.
auto node_id(std::string_view project, const identity& of) -> std::string;
auto spell_node_id(const std::array<std::uint8_t, 16>& bytes) -> std::string;
/// The 16 bytes that an id spells; nothing: it is none.
auto bytes_of_node_id(std::string_view id) -> std::optional<std::array<std::uint8_t, 16>>;

/// The parts of a canonical text, as views into it. Put together they are all of it.
struct canonical_parts {
  std::string_view site;   ///< scheme (when it is told apart), host and port
  std::string_view path;   ///< begins with `/`; the homepage's is `/`
  std::string_view query;  ///< with `?`; empty when there is none
};
auto parts_of(std::string_view canonical) -> canonical_parts;

/// The nearest place above, whether or not a node stands there: the path without its last segment, or the
/// same path without its query. A beginning of `canonical`; empty when this is a homepage. Called again and
/// again it names all ancestors, the nearest first; the homepage is the last.
auto place_above(std::string_view canonical) -> std::string_view;

/// How many places are above: 0 for a homepage, 1 for `/a` and `/?q=`, 2 for `/a/b` and `/a?q=`.
auto level_of(std::string_view canonical) -> std::uint32_t;

/// What a node adds to the place above it, decoded: its last segment, or its query; `home` for a homepage. An
/// encoding that would not be readable text (no UTF-8, a control character) stays as it is.
auto slug_of(std::string_view canonical) -> std::string;

/// The words of a text (letters, marks and numbers of any script) with spaces between them, the first with a
/// capital; without any word the text itself.
auto title_from(std::string_view slug) -> std::string;
/// The title of a node that was given none. Never empty.
auto title_of(std::string_view canonical) -> std::string;

}  // namespace waybill::nodes
