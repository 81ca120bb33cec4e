#include <iostream>
#include <memory>
#include <optional>

#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

auto query_of(const export_options& options) -> std::string {
  std::string path = "/api/v1/bookmarks/export?format=activitystreams";
  for (const auto& tag : options.tags) path += "&tag=" + text::percent_encoded(tag);
  if (!options.since.empty()) path += "&since=" + text::percent_encoded(options.since);
  return path;
}

class standard_output final : public output_file {
 public:
  auto write(std::string_view bytes) -> int override {
    std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return output::has_lost() ? EIO : 0;
  }
  auto finish() -> int override { return 0; }
};

/// Before anything else is opened: a FIFO's reader may keep us waiting.
auto open_destination(const std::string& file, const std::string& data)
    -> result<std::unique_ptr<output_file>> {
  if (file.empty() || file == "-") return std::unique_ptr<output_file>(std::make_unique<standard_output>());
  return open_output(file, data);
}

}  // namespace

auto run(const export_options& options) -> result<int> {
  auto out = open_destination(options.file, options.where.data);
  if (!out) return out.why();
  std::atomic<client*> talking{nullptr};
  std::optional<signal_watch> signals;
  if ((*out)->has_temporary_file())
    signals.emplace([&talking] {
      auto* const api = talking.load();
      if (api == nullptr) end_interrupted();
      api->stop();
    });
  const auto interrupted = [&signals] { return signals && signals->came(); };
  const auto to = connect(options.where);
  if (!to) return to.why();
  talking.store(&(*to)->api());
  if (interrupted()) return exit_interrupted;
  const auto unwritable = [&](int number) {
    output::note_loss("The file " + printable(options.file), number);
    return exit_output_lost;
  };
  int failed = 0;
  const auto fetched = (*to)->api().download(query_of(options), [&](std::string_view bytes) {
    if (failed == 0) failed = (*out)->write(bytes);
    return failed == 0;
  });
  if (failed != 0) return unwritable(failed);
  if (!fetched && interrupted()) {
    std::cerr << "Interrupted; nothing was exported.\n";
    return exit_interrupted;
  }
  if (!fetched) return fetched.why();
  if (const int at_the_end = (*out)->finish(); at_the_end != 0) return unwritable(at_the_end);
  return exit_good;
}

}  // namespace waybill::cli
