// Which server it is, and who asks.
#include <pwd.h>
#include <unistd.h>

#include "actors/operator_desk.hpp"
#include "cli/connection.hpp"
#include "cli/console/verbs.hpp"
#include "console/files.hpp"

namespace waybill::cli {
namespace {

/// As the system calls who runs this; a name that could not stand in the log: the number.
auto operator_name() -> std::string {
  const auto* const user = ::getpwuid(::geteuid());
  const std::string name = user != nullptr ? user->pw_name : "";
  return is_operator_name(name) ? name : "uid-" + std::to_string(::geteuid());
}

struct way_in {
  endpoint address;
  digest secret{};
};

auto find_server(const console_options& options) -> result<way_in> {
  if (options.connect.empty() != options.secret_file.empty() ||
      (!options.connect.empty() && !options.data.empty()))
    return {errc::bad_value, "Say either --data, or --connect and --secret-file."};
  way_in found;
  std::string data;
  if (!options.connect.empty()) {
    const auto address = parse_endpoint(options.connect);
    if (!address) return address.why();
    found.address = *address;
  } else {
    const auto loaded = load_settings(options.data, "");
    if (!loaded) return loaded.why();
    data = loaded->values.data_directory;
    const auto place = console::read_place(data);
    if (!place) return place.why();
    found.address = place->address;
  }
  const auto secret = options.connect.empty() ? console::read_secret(console::secret_path(data))
                                              : console::read_secret_copy(options.secret_file);
  if (!secret) return secret.why();
  found.secret = *secret;
  return found;
}

}  // namespace

auto connect_to_console(const console_options& options) -> result<std::unique_ptr<console::client>> {
  constexpr std::chrono::seconds patience{10};
  const auto found = find_server(options);
  if (!found) return found.why();
  return console::client::connect(found->address, found->secret, operator_name(), patience);
}

}  // namespace waybill::cli
