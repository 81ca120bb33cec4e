// What an import of nodes may be told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domains/nodes/identity.hpp"
#include "events/result.hpp"

namespace waybill::nodes {

enum class on_duplicate : std::uint8_t {
  skip,    ///< what is there stays
  update,  ///< title and metadata are merged
  error    ///< the record fails
};

struct import_options {
  on_duplicate duplicates = on_duplicate::skip;
  std::optional<std::size_t> chunk_size;  ///< records; nothing: as the server is set
  bool build_relationships = true;
  identity_rule rule;  ///< of the project; nobody gives it as an option
};

inline constexpr std::size_t chunk_size_least = 10;
inline constexpr std::size_t chunk_size_most = 500;
/// What a batch has that does not say.
inline constexpr std::size_t chunk_size_of_batch = 100;

/// Options as people give them, also by the names `chunkSize`, `handleDuplicates` and `buildRelationships`.
/// Errors: bad_value, unknown_field.
auto parse_options(std::string_view json) -> result<import_options>;
/// Written out in full, as they stand in the log.
auto options_text(const import_options& from) -> std::string;
/// What `options_text` wrote; of anything else the defaults.
auto read_options(std::string_view text) -> import_options;

/// What a project sets: `{"scheme"?, "keep_query"?}`. Errors: bad_value, unknown_field.
auto parse_rule(std::string_view json) -> result<identity_rule>;
/// Written out in full, as it stands in the log.
auto rule_text(const identity_rule& from) -> std::string;
/// What `rule_text` wrote; of anything else the usual rule.
auto read_rule(std::string_view text) -> identity_rule;

/// Options as the log has them, with the rule of the project that the nodes are for.
auto with_rule(std::string_view text, const identity_rule& rule) -> std::string;
/// Options as a batch gives them, with its chunk size when it says none. Errors: as `parse_options`.
auto batch_options(std::string_view json) -> result<std::string>;

}  // namespace waybill::nodes
