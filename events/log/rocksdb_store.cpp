#include "events/log/rocksdb_store.hpp"

#include "events/log/record_format.hpp"

namespace waybill::rocksdb_store {

auto number_bytes(std::uint64_t number) -> std::string {
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i)
    bytes[i] = static_cast<char>(static_cast<std::uint8_t>(number >> (56 - 8 * i)));
  return bytes;
}

auto number_of(std::string_view bytes) -> result<std::uint64_t> {
  if (bytes.size() != 8)
    return error{
        errc::corrupt, "a number in the log has " + std::to_string(bytes.size()) + " bytes, not 8", {}};
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

auto event_key(position at) -> std::string { return "e" + number_bytes(at); }

auto stream_key(std::string_view stream, std::uint64_t version) -> std::string {
  std::string key;
  key.reserve(stream.size() + 10);
  return key.append(1, 's').append(stream).append(1, '\0').append(number_bytes(version));
}

auto version_in(std::string_view key, std::string_view stream) -> std::optional<std::uint64_t> {
  if (key.size() != stream.size() + 10 || key[0] != 's' || key.substr(1, stream.size()) != stream ||
      key[stream.size() + 1] != '\0')
    return std::nullopt;
  return *number_of(key.substr(stream.size() + 2));
}

auto error_of(const rocksdb::Status& status, const std::string& what) -> error {
  auto code = errc::unavailable;
  if (status.IsNoSpace()) code = errc::storage_full;
  if (status.IsCorruption() || status.IsPathNotFound()) code = errc::corrupt;
  return {code, what + ": " + status.ToString(), {}};
}

auto event_of(position at, std::string_view record) -> result<stored_event> {
  auto decoded = decode_record(record);
  if (!decoded)
    return error{errc::corrupt,
                 "the event at position " + std::to_string(at) + " is broken: " + decoded.why().message,
                 {}};
  if ((*decoded).head.at != at)
    return error{errc::corrupt,
                 "at position " + std::to_string(at) + " stands the event of position " +
                     std::to_string((*decoded).head.at),
                 {}};
  auto bytes = std::make_shared<const std::string>((*decoded).payload);
  const std::string_view payload = *bytes;
  return stored_event{std::move((*decoded).head), std::move(bytes), payload};
}

auto read_event(rocksdb::DB& from, position at) -> result<stored_event> {
  rocksdb::PinnableSlice record;
  const auto status = from.Get({}, from.DefaultColumnFamily(), event_key(at), &record);
  if (status.IsNotFound())
    return error{errc::not_found, "there is no event at position " + std::to_string(at), {}};
  if (!status.ok())
    return error_of(status, "the event at position " + std::to_string(at) + " cannot be read");
  return event_of(at, view(record));
}

}  // namespace waybill::rocksdb_store
