// A node of a project's tree, and its bytes (a "row", as it stands in a chunk's event). Where it hangs is not
// in its row: parents are derived (docs/decisions/0019).
#pragma once

#include <string>
#include <string_view>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::nodes {

struct node {
  std::string url;        ///< as it was given
  std::string canonical;  ///< what it is recognised by (identity.hpp); kept, so that nobody applies the rule
                          ///< again to what is stored
  std::string title;      ///< given, or made from the address; never empty in what an import writes
  bool titled = false;    ///< the title was given
  bool linked = true;     ///< has a parent where there is one above it; otherwise it stands alone, as a root
                          ///< without children of its own choice (`build_relationships: false`)
  std::string metadata;   ///< minified JSON object text, "" when there is none
  instant created_at{};
  instant updated_at{};
  friend auto operator==(const node&, const node&) -> bool = default;
};

/// The bytes of a node. Versioned by its first byte; appended to `out`. `decode_row` answers corrupt for
/// anything that `encode_row` did not write.
void encode_row(const node& from, std::string& out);
auto decode_row(std::string_view row) -> result<node>;

/// The same as views: into a row, or of what a row is to be written from.
struct row_view {
  std::string_view url;
  std::string_view canonical;
  std::string_view title;
  bool titled = false;
  bool linked = true;
  std::string_view metadata;
  instant created_at{};
  instant updated_at{};
};
void encode_row(const row_view& from, std::string& out);
/// Replaces all of `out`; allocates nothing. False: the row is corrupt.
auto view_row(std::string_view row, row_view& out) -> bool;

}  // namespace waybill::nodes
