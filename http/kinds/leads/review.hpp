// The review of an import of leads: calls between its check and its commit.
#pragma once

#include <memory>

#include "actors/review_desk.hpp"
#include "domains/leads/lead_file.hpp"
#include "domains/leads/options.hpp"
#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/json_text.hpp"
#include "http/kinds/leads/people.hpp"
#include "http/language.hpp"
#include "projections/leads/lead_views.hpp"

namespace waybill::http {

auto get_review(context& asks, request& call) -> result<answer>;
auto list_review_rows(context& asks, request& call) -> result<answer>;
auto change_review(context& asks, request& call) -> result<answer>;
auto keep_review_mapping(context& asks, request& call) -> result<answer>;
auto change_review_row(context& asks, request& call) -> result<answer>;
auto exclude_review_rows(context& asks, request& call) -> result<answer>;
auto include_review_rows(context& asks, request& call) -> result<answer>;
auto review_errors_csv(context& asks, request& call) -> result<answer>;

/// The import that the path names first, for who has that role. Errors: not_found, forbidden.
struct reviewed {
  acting who;
  import_id id;
};
auto reviewed_of(const context& asks, const request& call, member_role takes) -> result<reviewed>;

/// Its plan is made, or waited for: so this takes a place among the long transfers. Errors: those of
/// `review_desk::look`; unavailable (no place is left).
auto look_at(const context& asks, request& call, const reviewed& of, bool may_be_old)
    -> result<import_review>;

/// The review as a whole. Errors: corrupt, those of the file.
auto review_answer(const import_review& seen) -> result<answer>;

/// Which records are meant.
struct review_wish {
  std::uint16_t any_of = 0;  ///< bits of `record_plan`; 0: all
  bool valid = false;        ///< also those that can be taken
  std::string text;          ///< stands in one of their cells; case, accents and signs aside
  [[nodiscard]] auto fits(std::uint16_t plan) const -> bool;
  [[nodiscard]] auto is_everything() const -> bool { return any_of == 0 && !valid; }
};
/// `state`: valid, invalid, warning, duplicate and excluded, with commas between them; "": all. Errors:
/// bad_value.
auto review_wish_of(std::string_view states, std::string_view text) -> result<review_wish>;

/// The records that are meant, from `from` on, at most `limit`. Errors: those of the file and the plan.
auto wished_records(const import_review& of, const review_wish& wish, std::uint64_t from, std::size_t limit)
    -> result<std::vector<planned_record>>;

/// Writes records as the review shows them. One thread.
class review_writer {
 public:
  /// Errors: those of opening the file.
  static auto open(const import_review& of, const lead_people& people, const lead_views& leads, language in)
      -> result<review_writer>;
  /// Errors: corrupt, those of reading.
  auto write(json_text& to, const planned_record& one) -> result<done>;

 private:
  review_writer(const import_review& of, const lead_people& people, const lead_views& leads, language in,
                std::unique_ptr<leads::lead_reader> file);
  void write_meets(json_text& to, const planned_record& one);
  void write_by(json_text& to, std::string_view met_row);
  void write_plan(json_text& to, const planned_record& one);
  void write_changes(json_text& to, const planned_record& one);
  void write_warnings(json_text& to, const planned_record& one);
  void write_faults(json_text& to, const planned_record& one);
  [[nodiscard]] auto username(std::string_view user) const -> std::string;

  const import_review& of_;
  const lead_people& people_;
  const lead_views& leads_;
  language in_;
  std::unique_ptr<leads::lead_reader> file_;
  leads::import_options options_;
  leads::file_record record_;
  std::string met_row_;  ///< of the lead, or the earlier record, that it meets
};

}  // namespace waybill::http
