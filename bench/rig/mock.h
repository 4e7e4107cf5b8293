// A client of the mock, and what it is told.
#ifndef MOCK_H
#define MOCK_H

#include <stddef.h>

#include "clock.h"
#include "speech.h"

enum fault { NONE, NO_DONE, NO_END, SWAPPED, LOST, CHANGED };
extern enum fault fault;

struct client {
    int socket, blocked;
    char *in;  // requests, so far
    size_t held, room;
    char *out; // what is to be sent, from `sent` to `unsent`
    size_t sent, unsent, out_room;
    unsigned words, said; // of a stream; 0 while there is none
    int64_t pause, due;
    size_t place; // among those who wait for a word
};

void make_room(struct client *client, size_t size);

// Answers, put into `out`.
void list_models(struct client *client);
void refuse(struct client *client);
void say_plainly(struct client *client, size_t size);
void speak(struct client *client, unsigned words, int64_t pause);

// When the next word is due; far away if there is none.
int64_t next_word(void);

// Puts the next word that is due into its client's `out`, and that client's end if it was the last; NULL if none is due.
struct client *say_next_word(int64_t time);

// Ends a stream.
void hush(struct client *client);

#endif
