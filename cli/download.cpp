#include "cli/download.hpp"

#include <iostream>
#include <memory>
#include <optional>

#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "cli/output_file.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

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

auto download_to(const std::string& file, const target& where, const std::string& path) -> result<int> {
  return download_to(file, where, [&path](client&) -> result<std::string> { return path; });
}

auto download_to(const std::string& file, const target& where, const path_finder& path_at) -> result<int> {
  auto out = open_destination(file, where.data);
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
  const auto to = connect(where);
  if (!to) return to.why();
  talking.store(&(*to)->api());
  if (interrupted()) return exit_interrupted;
  const auto unwritable = [&](int number) {
    output::note_loss("The file " + printable(file), number);
    return exit_output_lost;
  };
  int failed = 0;
  const auto path = path_at((*to)->api());
  const auto fetched = path ? (*to)->api().download(*path, due_bytes::file,
                                                    [&](std::string_view bytes) {
                                                      if (failed == 0) failed = (*out)->write(bytes);
                                                      return failed == 0;
                                                    })
                            : path.why();
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
