// A project's leads as a file, and a file to fill in.
#include <array>
#include <optional>
#include <unordered_map>

#include "http/kinds/leads/project_leads.hpp"
#include "http/kinds/leads/resources.hpp"
#include "http/kinds/leads/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/table_files.hpp"

namespace waybill::http {
namespace {

using leads::lead_field;

auto labels(language in) -> std::vector<std::string_view> {
  std::vector<std::string_view> names;
  for (const auto field : leads::lead_fields()) names.push_back(leads::label_of(field, lead_language(in)));
  return names;
}

/// The names of the columns without a field that leads have kept, in the order in which they come.
class extra_names {
 public:
  void look_at(const lead_item& one) {
    if (!leads::view_row(one.row, row_)) return;
    for (const auto& [name, value] : row_.extra)
      if (const auto [at, is_new] = places_.try_emplace(std::string(name), names_.size()); is_new)
        names_.push_back(at->first);
  }
  /// They hold as long as this does, and no other is added.
  [[nodiscard]] auto all() const -> const std::vector<std::string_view>& { return names_; }
  [[nodiscard]] auto place_of(std::string_view name) const -> std::optional<std::size_t> {
    const auto at = places_.find(std::string(name));
    return at == places_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  leads::row_view row_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::string_view> names_;  ///< keys of `places_`
};

/// The cells of leads, one lead after the other. What is written can be imported again.
class lead_cells {
 public:
  lead_cells(const seen_leads& of, language in, const extra_names& extra)
      : people_(*of.people), extra_(extra) {
    const auto statuses = leads::statuses_of(of.settings);
    for (const auto& status : statuses.all())
      statuses_.emplace_back(status.code, in == language::french ? status.french : status.english);
  }

  /// They hold until the next lead.
  auto of(const lead_item& one) -> std::span<const std::string_view> {
    cells_.clear();
    if (!leads::view_row(one.row, row_)) return {};
    for (const auto field : leads::lead_fields()) cells_.push_back(cell(field));
    const auto fields = cells_.size();
    cells_.resize(fields + extra_.all().size());
    for (const auto& [name, value] : row_.extra)
      if (const auto place = extra_.place_of(name)) cells_[fields + *place] = value;
    return cells_;
  }

 private:
  auto cell(lead_field field) -> std::string_view {
    if (field == lead_field::assigned_to)
      return row_.assigned_to.empty() ? std::string_view{} : people_.who(row_.assigned_to).username;
    if (field == lead_field::phone && !row_.phone_e164.empty() && row_.phone_extension.empty())
      return row_.phone_e164;
    const auto value = row_.value(field);
    if (field != lead_field::status) return value;
    for (const auto& [code, label] : statuses_)
      if (code == value) return label;
    return value;
  }

  const lead_people& people_;
  const extra_names& extra_;
  std::vector<std::pair<std::string, std::string>> statuses_;
  leads::row_view row_;
  std::vector<std::string_view> cells_;
};

auto file_named(std::string_view begin, table_format format) -> std::string {
  return std::string(begin) + "." + std::string(name_of(format));
}

auto export_leads(context& asks, request& call, table_format format) -> result<answer> {
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto seen = leads_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto wish = lead_wish_of(call, *seen);
  if (!wish) return wish.why();
  if (auto held = hold_role(asks, call, seen->who.owner, member_role::viewer); !held)
    return std::move(held).why();
  const auto make = [seen = *seen, wish = *wish, in = *in](table_sink& to) {
    extra_names extra;
    auto looked = seen.views->each(seen.who.owner, wish, [&](const lead_item& one) {
      extra.look_at(one);
      return true;
    });
    if (!looked) return looked;
    auto names = labels(in);
    names.insert(names.end(), extra.all().begin(), extra.all().end());
    to.header(names);
    lead_cells cells{seen, in, extra};
    return seen.views->each(seen.who.owner, wish,
                            [&](const lead_item& one) { return to.row(cells.of(one)); });
  };
  const auto day = to_rfc3339_ms(asks.core.clock().now()).substr(0, 10);
  return table_answer(asks, call, {file_named("leads-" + day, format), format, "the export of leads", make});
}

auto example(lead_field field, language in) -> std::string_view {
  const bool french = in == language::french;
  switch (field) {
    case lead_field::external_id:
      return "C-1042";
    case lead_field::first_name:
      return "Éloïse";
    case lead_field::last_name:
      return "Martin";
    case lead_field::email:
      return "eloise.martin@example.com";
    case lead_field::phone:
      return "06 12 34 56 78";
    case lead_field::company:
      return "Martin & Cie";
    case lead_field::job_title:
      return french ? "Directrice commerciale" : "Sales director";
    case lead_field::address:
      return "12 rue de la Paix";
    case lead_field::city:
      return "Paris";
    case lead_field::postal_code:
      return "75002";
    case lead_field::country:
      return "France";
    case lead_field::status:
      return french ? "Nouveau" : "New";
    case lead_field::source:
      return french ? "Salon de printemps" : "Spring fair";
    case lead_field::notes:
      return french ? "À rappeler le matin" : "To be called in the morning";
    case lead_field::assigned_to:
      return "";
    case lead_field::created:
      return "2026-03-31";
    case lead_field::amount:
      return french ? "1234,50" : "1234.50";
  }
  return "";
}

auto lead_template(context& asks, request& call, table_format format) -> result<answer> {
  const auto in = language_of(call);
  if (!in) return in.why();
  if (const auto project = project_of(asks, call, member_role::viewer); !project) return project.why();
  const auto make = [in = *in](table_sink& to) -> result<done> {
    to.header(labels(in));
    std::vector<std::string_view> cells;
    for (const auto field : leads::lead_fields()) cells.push_back(example(field, in));
    to.row(cells);
    return done{};
  };
  const std::string_view name = *in == language::french ? "modele-contacts" : "leads-template";
  return table_answer(asks, call, {file_named(name, format), format, "a template", make});
}

}  // namespace

auto export_leads_csv(context& asks, request& call) -> result<answer> {
  return export_leads(asks, call, table_format::csv);
}
auto export_leads_xlsx(context& asks, request& call) -> result<answer> {
  return export_leads(asks, call, table_format::xlsx);
}
auto lead_template_csv(context& asks, request& call) -> result<answer> {
  return lead_template(asks, call, table_format::csv);
}
auto lead_template_xlsx(context& asks, request& call) -> result<answer> {
  return lead_template(asks, call, table_format::xlsx);
}

}  // namespace waybill::http
