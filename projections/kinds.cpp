// The kinds that keep rows of their own.
#include <array>

#include "projections/bookmarks/bookmark_words.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/bookmarks/near_model.hpp"
#include "projections/kind_rows.hpp"
#include "projections/leads/lead_rows.hpp"
#include "projections/nodes/nodes_model.hpp"
#include "projections/rows/table_rows.hpp"

namespace waybill {

auto kind_models() -> std::span<const kind_model> {
  static constexpr std::array all{
      kind_model{"bookmarks", make_bookmarks_listing, nullptr, nullptr, make_bookmark_words, make_near_model},
      kind_model{"nodes", make_nodes_tree}, kind_model{"rows", make_table_rows, may_fill_table},
      kind_model{"leads", make_lead_rows, nullptr, count_given_leads}};
  return all;
}

}  // namespace waybill
