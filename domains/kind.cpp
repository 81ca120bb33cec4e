#include "domains/kind.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill {
namespace {

struct code_sentence {
  std::string_view code;
  std::string_view sentence;
};
constexpr code_sentence of_every_kind{storage_failed, "The record could not be stored."};

}  // namespace

auto surroundings_of(const settings& config) -> std::shared_ptr<const kind_surroundings> {
  return std::make_shared<const kind_surroundings>(kind_surroundings{config.groups, config.folder});
}

auto reading_limits_of(const settings& config) -> reading_limits {
  return {config.imports_chunk_records, config.imports_chunk_limit_bytes, config.imports_item_limit_bytes,
          config.rows_batch_size};
}

auto sentence_of(const kind_module& kind, std::string_view code) -> std::string_view {
  return code == of_every_kind.code ? of_every_kind.sentence : kind.sentence(code);
}

auto no_such_format(std::string_view format) -> error {
  constexpr std::size_t shown_bytes = 100;
  return {
      errc::unknown_format,
      "The format '" + std::string(text::cut_to_bytes(format, shown_bytes)) + "' is not known; try 'auto'.",
      {}};
}

void fail(const kind_module& kind, const candidate_chunk& chunk, const candidate_record& record,
          decided_record& out) {
  out.what = outcome::failed;
  out.code = record.fault;
  const auto said = record.said.size == 0 ? record.reason : chunk.view(record.said);
  if (said != kind.sentence(record.fault)) out.message = said;
  for (const auto& text : std::span(chunk.shown).subspan(record.first_shown, record.own_shown))
    out.shown.push_back(chunk.view(text));
  for (const auto& fault : std::span(chunk.faults).subspan(record.first_fault, record.own_faults))
    out.faults.push_back({fault.code, chunk.view(fault.field), chunk.view(fault.value)});
}

auto may_live_with(const kind_module& kind, const owner_id& owner) -> result<done> {
  const bool in_project = owner.project().has_value();
  const std::string name(kind.name());
  if (in_project && kind.home() == kind_home::user)
    return {errc::bad_value, "Imports of '" + name + "' are a user's own; they cannot be in a project."};
  if (!in_project && kind.home() == kind_home::project)
    return {errc::bad_value, "Imports of '" + name + "' are in a project; say which in the field 'project'."};
  return done{};
}

auto kind_named(std::string_view name) -> const kind_module* {
  for (const auto* kind : kinds())
    if (kind->name() == name) return kind;
  return nullptr;
}

auto kind_names() -> std::string {
  std::string names;
  for (const auto* kind : kinds()) names.append(names.empty() ? "" : ", ").append(kind->name());
  return names;
}

auto kinds_listed(std::string_view wish) -> result<std::vector<const kind_module*>> {
  std::vector<const kind_module*> listed;
  if (wish == "all") listed.assign(kinds().begin(), kinds().end());
  for (auto rest = wish == "all" ? std::string_view{} : wish; !rest.empty();) {
    const auto name = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    if (name.empty()) continue;
    const auto* kind = kind_named(name);
    if (kind == nullptr)
      return {errc::bad_value,
              "There is no kind of import '" + std::string(name) + "'; there is: " + kind_names() + "."};
    if (std::ranges::find(listed, kind) == listed.end()) listed.push_back(kind);
  }
  return listed;
}

}  // namespace waybill
