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
