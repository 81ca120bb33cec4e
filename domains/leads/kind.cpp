#include "domains/leads/kind.hpp"

#include <array>

#include "domains/leads/assignment.hpp"
#include "domains/leads/edit.hpp"
#include "domains/leads/kept_mapping.hpp"
#include "domains/leads/lead_check.hpp"
#include "domains/leads/lead_decider.hpp"
#include "domains/leads/options.hpp"
#include "domains/leads/record_codes.hpp"
#include "domains/leads/row.hpp"
#include "domains/rows/table_source.hpp"

namespace waybill::leads {
namespace {

// In this order for ever: it stands so in the log.
constexpr std::array<std::string_view, 3> shown{"title", "email", "phone"};

class leads_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "leads"; }
  [[nodiscard]] auto home() const -> kind_home override { return kind_home::project; }

  [[nodiscard]] auto limits_of(const settings& config) const -> kind_limits override {
    return {config.leads_retention_days, config.leads_reviews_per_project};
  }

  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    return rows::recognise_table(format, first);
  }

  [[nodiscard]] auto check_options(const std::string& text) const -> result<std::string> override {
    const auto given = parse_options(text);
    if (!given) return given.why();
    return options_text(*given);
  }
  [[nodiscard]] auto check_settings(const std::string& text) const -> result<std::string> override {
    const auto given = parse_settings(text);
    if (!given) return given.why();
    return settings_text(*given);
  }
  /// Leads are found by their own keys, whatever is set.
  [[nodiscard]] auto may_change_settings() const -> bool override { return true; }
  [[nodiscard]] auto with_settings(const std::string& options, std::string_view settings) const
      -> std::string override {
    return with_project_settings(options, settings);
  }

  [[nodiscard]] auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> override {
    if (is_of_edits(options)) return edit_decider(import_time);
    reading_order order;
    order.options = options;
    order.import_time = import_time;
    return lead_decider(order);
  }
  [[nodiscard]] auto decider_for(const reading_order& order) const
      -> std::unique_ptr<record_decider> override {
    return lead_decider(order);
  }

  [[nodiscard]] auto has_review() const -> bool override { return true; }
  [[nodiscard]] auto change_options(const std::string& options, const std::string& wish,
                                    std::string_view findings) const -> result<changed_options> override {
    return leads::change_options(options, wish, findings);
  }
  [[nodiscard]] auto counts_given(const std::string& options) const -> bool override {
    const auto wish = read_options(options).assignment;
    return wish.mode == assignment_mode::round_robin && wish.even_out;
  }
  [[nodiscard]] auto columns_to_keep(std::string_view findings) const -> result<std::string> override {
    return leads::columns_to_keep(findings);
  }
  [[nodiscard]] auto warning_of_changed_plan() const -> std::uint32_t override {
    return warning_plan_changed;
  }
  [[nodiscard]] auto agree(const reading_order& order, const std::vector<assignable>& members) const
      -> result<std::string> override {
    return leads::agree(order, members);
  }
  [[nodiscard]] auto refuses_same_file(const std::string& options) const -> bool override {
    return !read_options(options).allow_duplicate_file;
  }

  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return lead_checker({}); }
  [[nodiscard]] auto checker_with(const reading_order& order) const -> std::unique_ptr<file_check> override {
    return lead_checker(order);
  }
  /// What its columns mean depends on them.
  [[nodiscard]] auto is_checked_without(const std::string& /*options*/) const -> bool override {
    return false;
  }
  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> /*bytes*/, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return lead_records(from, order);
  }
  [[nodiscard]] auto chunk_records(const std::string& /*options*/, const reading_limits& usual) const
      -> std::size_t override {
    return usual.batch_rows;
  }

  [[nodiscard]] auto makes_identities() const -> bool override { return true; }
  void further_keys(std::string_view row, std::vector<identity>& out) const override {
    row_view lead;
    if (view_row(row, lead)) held_keys(lead, out);
  }
  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return shown; }
  void show(std::string_view row, std::vector<std::string_view>& out) const override { show_lead(row, out); }
  [[nodiscard]] auto names_fields() const -> bool override { return true; }
  [[nodiscard]] auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> override {
    return leads::warning_names(bits);
  }
  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    return sentence_of_code(code);
  }
};

}  // namespace

auto kind() -> const kind_module& {
  static const leads_kind the_kind;
  return the_kind;
}

}  // namespace waybill::leads
