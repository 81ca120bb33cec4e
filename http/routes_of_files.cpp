#include "http/routes_of_files.hpp"

#include "http/resources/resources_of_files.hpp"

namespace waybill::http {

using namespace route_lines;

auto file_lines() -> std::vector<line> {
  const std::string_view one = "/api/v1/files/{id}";
  const query_words expires{"expires", "As the address says it.", text};
  const query_words signature{"signature", "As the address says it.", text};
  const query_words project{"project", "As the address says it.", text};
  return {
      post(
          "/api/v1/files/presign", presign_file, "presignFile", 201, "UploadGrant",
          "Announce a file: the answer holds an address (a path) that it may be uploaded to, once, within an "
          "hour.")
          .takes("FileWish")
          .may_answer({403, 404}),
      on("PUT", "/api/v1/files/upload/{token}", upload_file_body, "uploadFile", 204, "",
         "Upload a file that was announced. The address is the credential; Content-Type is as announced.")
          .asks({expires, signature, project})
          .takes("Bytes", body_kind::bytes)
          .by_anybody()
          .may_answer({401, 403, 409, 413, 422}),
      post("/api/v1/files/confirm", confirm_files, "confirmFiles", 200, "ConfirmedFiles",
           "Say what uploaded files have to be. Asking again gives the same answer.")
          .takes("FileProofs")
          .may_answer({404, 409}),
      get(one, get_file, "getFile", "KeptFile", "A file of one's own that waits for its import."),
      remove(one, remove_file_row, "removeFile", "Delete it, and end its upload.").may_answer({409}),
  };
}

/// Source: https://tus.io/protocols/resumable-upload
auto upload_lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/uploads", one = "/api/v1/uploads/{id}";
  const std::vector<int> faults{404, 409, 412, 413, 415, 422, 423, 429, 460};
  return {
      on("OPTIONS", all, describe_uploads, "describeUploads", 204, "", "What of tus 1.0.0 is spoken here.")
          .by_anybody(),
      on("OPTIONS", one, describe_uploads, "describeUpload", 204, "", "What of tus 1.0.0 is spoken here.")
          .by_anybody(),
      post(all, create_upload, "createUpload", 201, "",
           "Begin a resumable upload (tus); the body, if there is one, is its first piece.")
          .takes("Bytes", body_kind::bytes)
          .may_answer(faults)
          .lasts(),
      get(one, get_upload, "getUpload", "ResumableUpload",
          "How far it is; HEAD, as tus has it, says so in headers.")
          .may_answer({412}),
      on("PATCH", one, go_on_with_upload, "goOnWithUpload", 204, "",
         "The next piece. What is answered in Upload-Offset is safe on the disk.")
          .takes("Bytes", body_kind::bytes)
          .may_answer(faults)
          .lasts(),
      post(one, change_upload, "changeUpload", 204, "", "PATCH or DELETE, as X-HTTP-Method-Override says.")
          .takes("Bytes", body_kind::bytes)
          .may_answer(faults)
          .lasts(),
      remove(one, remove_upload, "removeUpload", "End it, and delete what came.").may_answer({409, 412}),
  };
}

}  // namespace waybill::http
