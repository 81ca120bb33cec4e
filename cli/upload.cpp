// Files that are uploaded now and imported later.
#include <iostream>

#include "cli/output.hpp"
#include "cli/resumable.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

/// What an import took is not uploaded for a second one.
auto upload_unused(connection& to, const local_file& file, const std::string& purpose)
    -> result<finished_upload> {
  auto sent = upload_resumably(to, file, purpose);
  if (!sent || !sent->is_used) return sent;
  forget_upload(*sent);
  return upload_resumably(to, file, purpose);
}

}  // namespace

auto run(const upload_options& options) -> result<int> {
  const auto file = local_file::open(options.file);
  if (!file) return file.why();
  std::atomic<client*> talking{nullptr};
  const signal_watch signals([&] {
    if (auto* api = talking.load()) api->stop();
  });
  const auto to = connect(options.where);
  if (!to) return to.why();
  talking.store(&(*to)->api());
  if (signals.came()) return exit_interrupted;
  const auto sent = upload_unused(**to, *file, options.purpose);
  if (!sent && signals.came()) {
    std::cerr << "Interrupted; the same verb goes on where this one stopped.\n";
    return exit_interrupted;
  }
  if (!sent) return sent.why();
  forget_upload(*sent);
  output::say_when_lost("The file is uploaded: " + printable(sent->file_id) + ".",
                        output::importance::useful);
  std::cout << printable(sent->file_id) << "\n" << std::flush;
  return exit_good;
}

auto run(const file_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  const auto path = "/api/v1/files/" + text::percent_encoded(options.id);
  if (options.verb == file_options::what::remove) {
    if (const auto gone = api.remove(path); !gone) return gone.why();
    std::cout << printable(options.id) << ": deleted\n" << std::flush;
    return exit_good;
  }
  const auto file = api.get(path, "id");
  if (!file) return file.why();
  if (options.json) {
    std::cout << json_line(*file) << "\n" << std::flush;
    return exit_good;
  }
  std::cout << printable(text_at(*file, "id")) << ": " << printable(text_at(*file, "status")) << "\n"
            << "  name: " << printable(text_at(*file, "name")) << ", "
            << grouped(number_at(*file, "size_bytes")) << " bytes\n"
            << "  SHA-256: " << printable(text_at(*file, "sha256")) << "\n"
            << "  purpose: " << printable(text_at(*file, "purpose")) << "\n"
            << "  expires: " << printable(text_at(*file, "expires_at")) << "\n";
  if (const auto import = text_at(*file, "import"); !import.empty())
    std::cout << "  import: " << printable(import) << "\n";
  std::cout << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
