#pragma once
#include <gmime/gmime.h>

// GObject upcasts and type checks are macros, which Swift does not see.

static inline GMimeObject *registrar_message_object(GMimeMessage *message) { return GMIME_OBJECT(message); }
static inline GMimeObject *registrar_part_object(GMimePart *part) { return GMIME_OBJECT(part); }
static inline GMimeObject *registrar_multipart_object(GMimeMultipart *multipart) { return GMIME_OBJECT(multipart); }

// The address of a mailbox, or NULL for a group.
static inline const char *registrar_mailbox_address(InternetAddress *address) {
    return INTERNET_ADDRESS_IS_MAILBOX(address)
        ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)) : NULL;
}

// The decoded text of a text part, to be freed with g_free, or NULL for any other part.
static inline char *registrar_part_text(GMimeObject *part) {
    return GMIME_IS_TEXT_PART(part) ? g_mime_text_part_get_text(GMIME_TEXT_PART(part)) : NULL;
}

// A parameter of a part's content type, or NULL.
static inline const char *registrar_content_parameter(GMimeObject *part, const char *name) {
    return g_mime_object_get_content_type_parameter(part, name);
}

static inline gboolean registrar_has_type(GMimeObject *part, const char *type, const char *subtype) {
    GMimeContentType *content = g_mime_object_get_content_type(part);
    return content != NULL && g_mime_content_type_is_type(content, type, subtype);
}

// The message within a message/rfc822 part, which stays its owner, or NULL for any other part.
static inline GMimeMessage *registrar_part_message(GMimeObject *part) {
    return GMIME_IS_MESSAGE_PART(part) ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)) : NULL;
}

// The decoded content of a part that has one of its own, to be unreferenced, or NULL.
static inline GByteArray *registrar_part_content(GMimeObject *part) {
    if (!GMIME_IS_PART(part)) return NULL;
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (content == NULL) return NULL;
    GByteArray *octets = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(octets);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_data_wrapper_write_to_stream(content, stream);
    g_object_unref(stream);
    return octets;
}
