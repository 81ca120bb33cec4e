// What an import that waits would do, and its commit.
#include <iostream>

#include "cli/connection.hpp"
#include "cli/follow.hpp"
#include "cli/kinds/leads/verbs.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

auto path_of(const std::string& id) -> std::string { return "/api/v1/imports/" + text::percent_encoded(id); }

auto number_in(const json& of, std::string_view group, std::string_view key) -> std::string {
  return grouped(number_at(member_at(of, group), key));
}

void print_mapping(const json& review) {
  for (const auto& column : member_at(review, "mapping")) {
    const auto field = text_at(column, "field");
    std::cout << "  column " << printable(text_at(column, "column")) << ": "
              << (field.empty() ? "not used" : printable(field)) << "\n";
  }
}

void print(const json& review, const std::string& id) {
  std::cout << printable(id) << ": " << number_in(review, "counts", "rows") << " rows, "
            << number_in(review, "counts", "valid") << " valid, " << number_in(review, "counts", "invalid")
            << " invalid, " << number_in(review, "counts", "warning") << " with warnings, "
            << number_in(review, "counts", "excluded") << " left out\n"
            << "  would create " << number_in(review, "plan", "create") << ", update "
            << number_in(review, "plan", "update") << ", skip " << number_in(review, "plan", "skip")
            << ", fail " << number_in(review, "plan", "fail") << "\n";
  print_mapping(review);
  const auto why = text_at(member_at(review, "why_not"), "message");
  if (!why.empty()) std::cout << "  cannot be committed: " << printable(why) << "\n";
}

auto wish_of(const json& review, bool accept_changed) -> json {
  json wish{{"version", member_at(review, "version")}, {"accept_changed", accept_changed}};
  for (const auto* what : {"create", "update", "skip"})
    wish["expect"][what] = member_at(member_at(review, "plan"), what);
  return wish;
}

auto not_committed() -> result<int> {
  std::cerr << "Interrupted; nothing was committed.\n";
  return exit_interrupted;
}

auto may_be_committed(const connection& to, const std::string& id) -> result<int> {
  std::cerr
      << "Interrupted before it was answered: the import may be committed, and go on by itself. See with: "
      << "waybill show " << printable(id) << " " << to.flags() << "\n";
  return exit_interrupted;
}

}  // namespace

auto run(const review_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  const auto review = (*to)->api().get(path_of(options.id) + "/review", "version");
  if (!review) return review.why();
  if (options.json)
    std::cout << json_line(*review) << "\n";
  else
    print(*review, options.id);
  std::cout << std::flush;
  return exit_good;
}

auto run(const commit_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  const signal_watch signals([&api] { api.stop(); });
  const auto review = api.get(path_of(options.id) + "/review", "version");
  if (!review) return signals.came() ? not_committed() : review.why();
  const auto committed =
      api.post(path_of(options.id) + "/commit", wish_of(*review, options.accept_changed), "id");
  if (!committed && signals.came())
    return api.is_unanswered() ? may_be_committed(**to, options.id) : not_committed();
  if (!committed) return committed.why();
  progress_display display;
  const auto import = follow_import(api, options.id, display);
  if (!import && signals.came()) {
    std::cerr << "Interrupted here; the import is committed and goes on by itself.\n";
    return exit_interrupted;
  }
  if (!import) return import.why();
  const auto failures = failures_of(api, *import, (*to)->flags());
  if (!failures) return failures.why();
  std::cout << summary_of(*import) << *failures << std::flush;
  return exit_status_of(*import);
}

}  // namespace waybill::cli
