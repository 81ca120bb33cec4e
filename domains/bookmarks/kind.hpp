// Bookmarks as a kind of import.
#pragma once

#include "domains/kind.hpp"

namespace waybill::bookmarks {

auto kind() -> const kind_module&;

/// The reader of ActivityStreams files; `source` stands in for the file in tests.
auto activitystreams_source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            instant import_time, const reading_limits& limits)
    -> std::unique_ptr<record_source>;
/// What that reader's `check` finds out, of bytes that pass by. `evidence`: why it is the one to ask.
auto activitystreams_checker(std::string_view evidence = {}) -> std::unique_ptr<file_check>;

}  // namespace waybill::bookmarks
