#include "domains/leads/columns/map_columns.hpp"

#include <algorithm>
#include <array>

#include "domains/leads/columns/assignment.hpp"
#include "domains/leads/columns/points.hpp"
#include "domains/leads/columns/sample_shape.hpp"

namespace waybill::leads {
namespace {

struct read_column {
  header_meaning header;
  column_samples samples;
};

using read_columns = std::vector<read_column>;

auto claim_for(header_meaning& meaning, lead_field field) -> field_claim* {
  const auto at = std::find_if(meaning.claims.begin(), meaning.claims.end(),
                               [&](const field_claim& one) { return one.field == field; });
  return at == meaning.claims.end() ? nullptr : &*at;
}

/// Does a header name this field, and not just any name, above cells that are not all blank?
auto has_own(read_columns& columns, lead_field field) -> bool {
  return std::any_of(columns.begin(), columns.end(), [&](read_column& one) {
    const auto* const claim = claim_for(one.header, field);
    return claim != nullptr && !one.header.is_plain_name && !one.samples.all_blank() &&
           claim->points >= points::similar - 5;
  });
}

/// "Nom" is the last name beside a first name; else it may be the whole. "Name" is the last name only where a
/// first name stands and no last name does.
void read_plain_names(read_columns& columns) {
  const bool has_first = has_own(columns, lead_field::first_name);
  const bool has_last = has_own(columns, lead_field::last_name);
  for (auto& [header, samples] : columns) {
    if (!header.is_plain_name) continue;
    const bool whole = !has_first && samples.percent(like_several_words) >= points::least_confirming;
    if (auto* const claim = claim_for(header, lead_field::last_name); claim != nullptr) {
      if (!has_first && claim->points > points::name_without_first) {
        claim->points = whole ? points::values_alone : points::name_without_first;
        claim->why = match_reason::ambiguous;
      }
    } else if (has_first && !has_last) {
      header.claims.push_back(
          {lead_field::last_name, points::name_beside_first, match_reason::ambiguous, 0, false});
    }
  }
}

/// A header that says nothing, above cells that say it all.
void read_values_alone(read_column& column) {
  auto& [header, samples] = column;
  if (!header.claims.empty() || header.otherwise != match_reason::unknown || samples.count() < 2) return;
  constexpr std::array<std::pair<lead_field, std::uint32_t>, 2> told{
      std::pair{lead_field::email, like_email}, std::pair{lead_field::phone, like_written_phone}};
  for (const auto& [field, shape] : told)
    if (samples.percent(shape) >= points::least_confirming)
      header.claims.push_back(
          {field, points::values_alone, match_reason::values, points::values_choice, false});
}

/// What the samples make of a claim.
auto weighed(field_claim claim, const column_samples& samples) -> std::pair<field_claim, samples_say> {
  if (claim.why == match_reason::values) return {claim, samples_say::confirm};
  const auto confirmed = samples.confirms(claim.field);
  const auto contradicted = samples.contradicts(claim.field);
  if (contradicted >= points::least_confirming || (confirmed >= 0 && confirmed < 50)) {
    const auto doubt = confirmed < 0 ? 0 : points::not_confirmed * (100 - confirmed) / 100;
    claim.points -= std::max(doubt, points::contradicted * contradicted / 100);
    return {claim, samples_say::doubt};
  }
  if (confirmed < points::least_confirming) return {claim, samples_say::nothing};
  const bool guess = claim.why == match_reason::word || claim.why == match_reason::similar ||
                     claim.why == match_reason::contained;
  const auto most = guess ? points::confirmed_guess : claim.unsure ? points::confirmed_unsure : points::alias;
  claim.points =
      std::max(claim.points, std::min(most, claim.points + points::most_confirmed * confirmed / 100));
  return {claim, samples_say::confirm};
}

/// Beside others: a late choice counts less; and so that one sure column is worth more than two guesses, what
/// points are above 60 counts by its square. A column in which nothing stands counts only where no other one
/// would have the field: all that such columns are worth together is less than one of those.
auto worth(const field_claim& claim, bool all_blank) -> std::int64_t {
  const auto above = std::max(1, claim.points - points::choice_step * claim.choice - 60);
  return all_blank ? above : std::int64_t{points::over_blank} * above * above;
}

class mapper {
 public:
  mapper(std::span<const file_column> columns, const column_dictionary& dictionary) {
    for (const auto& column : columns)
      read_.push_back({meaning_of(column.name, dictionary), column_samples(column.samples, dictionary)});
  }

  auto map() -> column_mapping {
    read_plain_names(read_);
    for (std::size_t i = 0; i < read_.size(); ++i) {
      read_values_alone(read_[i]);
      made_.columns.push_back(weigh(i));
    }
    assign();
    made_.identifies = std::any_of(made_.columns.begin(), made_.columns.end(),
                                   [](const auto& one) { return one.field && identifies(*one.field); });
    find_splits();
    find_joins();
    return std::move(made_);
  }

 private:
  struct bid {
    std::size_t column;
    field_claim claim;
    samples_say samples;
  };

  auto weigh(std::size_t index) -> mapped_column {
    mapped_column column{index, {}, 0, read_[index].header.otherwise};
    std::vector<field_claim> claims;
    for (const auto& stated : read_[index].header.claims) {
      const auto [claim, say] = weighed(stated, read_[index].samples);
      column.samples = say;
      if (claim.points < points::threshold) continue;
      bids_.push_back({index, claim, say});
      claims.push_back(claim);
    }
    std::stable_sort(claims.begin(), claims.end(),
                     [](const auto& a, const auto& b) { return a.points > b.points; });
    for (const auto& claim : claims) column.offers.push_back({claim.field, claim.points / 100.0, claim.why});
    if (!read_[index].header.claims.empty())
      column.why = claims.empty() ? match_reason::contradicted : match_reason::taken;
    return column;
  }

  void assign() {
    std::vector<std::size_t> columns;  ///< that may have a field at all
    for (const auto& one : bids_)
      if (columns.empty() || columns.back() != one.column) columns.push_back(one.column);
    std::vector<std::vector<std::int64_t>> gain(lead_field_count,
                                                std::vector<std::int64_t>(columns.size(), 0));
    std::vector<std::vector<const bid*>> of(lead_field_count,
                                            std::vector<const bid*>(columns.size(), nullptr));
    std::size_t at = 0;
    for (const auto& one : bids_) {
      while (columns[at] != one.column) ++at;
      const auto field = static_cast<std::size_t>(one.claim.field);
      // Of two that are worth the same the first is taken.
      const auto first = static_cast<std::int64_t>(columns.size() - at);
      gain[field][at] = worth(one.claim, read_[one.column].samples.all_blank()) * first_of_equals + first;
      of[field][at] = &one;
    }
    const auto given = best_assignment(gain);
    for (std::size_t field = 0; field < given.size(); ++field)
      if (given[field]) give(*of[field][*given[field]]);
  }

  void give(const bid& won) {
    auto& column = made_.columns[won.column];
    column.field = won.claim.field;
    column.confidence = won.claim.points / 100.0;
    column.why = won.claim.why;
    column.samples = won.samples;
  }

  [[nodiscard]] auto column_of(lead_field field) const -> const mapped_column* {
    const auto at = std::find_if(made_.columns.begin(), made_.columns.end(),
                                 [&](const auto& one) { return one.field == field; });
    return at == made_.columns.end() ? nullptr : &*at;
  }

  /// By a column in which anything stands.
  [[nodiscard]] auto is_filled(lead_field field) const -> bool {
    const auto* const column = column_of(field);
    return column != nullptr && !read_[column->index].samples.all_blank();
  }

  void find_splits() {
    find_split(lead_field::first_name, lead_field::last_name, [&](const mapped_column& column) {
      const auto& [header, samples] = read_[column.index];
      if (!column.field)
        return header.otherwise == match_reason::whole_name && !is_filled(lead_field::last_name);
      return column.field == lead_field::last_name && header.is_plain_name &&
             samples.percent(like_several_words) >= points::least_confirming;
    });
    find_split(lead_field::postal_code, lead_field::city, [&](const mapped_column& column) {
      return !column.field && read_[column.index].header.otherwise == match_reason::postal_city &&
             !is_filled(lead_field::city);
    });
  }

  /// Columns that have the fields, and nothing else, give them up: nothing stands in them.
  void find_split(lead_field first, lead_field second, auto holds_both) {
    if (is_filled(first)) return;
    auto at = std::find_if(made_.columns.begin(), made_.columns.end(), [&](const auto& one) {
      return holds_both(one) && !read_[one.index].samples.all_blank();
    });
    if (at == made_.columns.end()) at = std::find_if(made_.columns.begin(), made_.columns.end(), holds_both);
    if (at == made_.columns.end()) return;
    made_.splits.push_back({at->index, {first, second}});
    for (auto& column : made_.columns)
      if (column.index != at->index && (column.field == first || column.field == second))
        column = {column.index, {}, 0, match_reason::taken, column.samples, std::move(column.offers)};
  }

  void find_joins() {
    column_join join;
    const auto* const first = column_of(lead_field::address);
    if (first != nullptr) join.columns.push_back(first->index);
    for (const auto& column : made_.columns)
      if (!column.field && read_[column.index].header.otherwise == match_reason::address_part)
        join.columns.push_back(column.index);
    std::sort(join.columns.begin(), join.columns.end());
    if (join.columns.size() > 1) made_.joins.push_back(std::move(join));
  }

  static constexpr std::int64_t first_of_equals = 1 << 20;

  read_columns read_;
  std::vector<bid> bids_;
  column_mapping made_;
};

}  // namespace

auto name_of(samples_say what) -> std::string_view {
  constexpr std::array<std::string_view, 3> names{"nothing", "confirm", "doubt"};
  return names[static_cast<std::size_t>(what)];
}

auto map_columns(std::span<const file_column> columns, const column_dictionary& dictionary)
    -> column_mapping {
  return mapper(columns, dictionary).map();
}

}  // namespace waybill::leads
