// The two files of a running server in its data directory: `console` (where it is, and of which directory)
// and `console.secret` (what it asks for). Both are for their owner alone.
#pragma once

#include <cstdint>
#include <string>

#include "config/settings.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::console {

struct server_place {
  endpoint address;
  std::uint32_t version = 0;  ///< of the protocol
  std::uint64_t pid = 0;
};

/// Writes both anew. Errors: storage_full, unavailable.
auto write_files(const std::string& directory, const server_place& where, const digest& secret)
    -> result<done>;
void remove_files(const std::string& directory);

/// Errors: not_found (no server with a console was started there, its process is gone, or the file came there
/// with a copy of the directory), corrupt.
auto read_place(const std::string& directory) -> result<server_place>;
/// Of a server on this machine, from its directory: a link there is none of its own. Errors: not_found,
/// corrupt, forbidden.
auto read_secret(const std::string& path) -> result<digest>;
/// Of a copy that somebody names: a link, as secrets are mounted, or what a pipe brings. Errors: as above.
auto read_secret_copy(const std::string& path) -> result<digest>;

auto secret_path(const std::string& directory) -> std::string;

}  // namespace waybill::console
