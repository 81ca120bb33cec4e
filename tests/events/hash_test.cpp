#include "events/hash.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace waybill;

TEST_CASE(
    "given the messages of FIPS 180-4's examples, when they are hashed, then the digests are the "
    "standard's") {
  CHECK(to_hex(sha256_of("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256_of("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(to_hex(sha256_of(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("given a text, when it is hashed in pieces of any size, then the digest is that of the whole") {
  const std::string text(300, 'x');
  for (std::size_t size = 1; size < text.size(); ++size) {
    sha256 hash;
    for (std::size_t at = 0; at < text.size(); at += size)
      hash.update(std::string_view(text).substr(at, size));
    CHECK(hash.finish() == sha256_of(text));
  }
}
