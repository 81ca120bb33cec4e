#include "http/reasons_of_reviews.hpp"

#include <array>

namespace waybill::http {
namespace {

constexpr auto of_reviews = std::to_array<reason_words>({
    {"no_review", "Imports of this kind have no review."},
    {"no_columns_to_keep", "Imports of this kind have no columns that could be kept."},
    {"reviews_waiting",
     "{limit} imports of this kind wait here for their review; commit or cancel one first."},
    {"reviews_at_once", "Too many reviews are being worked out; please try again in a moment."},
    {"same_file_here", "An import of the same file is here already."},
    {"plan_is_outdated", "What would happen now is not what was expected."},
    {"leads_no_rows", "The file has no rows: there is nothing to commit."},
    {"review_number_rule", "'{name}' must be a whole number from 0."},
    {"review_expect_rule", "'expect' is an object of create, update and skip: whole numbers, all three."},
    {"review_changed_since",
     "Somebody has changed the {name} since it was looked at: it has version {used}, not {limit}."},
    {"import_no_record", "The import has no such record."},
});

}  // namespace

auto review_reasons() -> std::span<const reason_words> { return of_reviews; }

}  // namespace waybill::http
