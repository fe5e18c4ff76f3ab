/** What a worker is sent, instead of a request, when it should save what it has and end. */
export const stopWord = "stop";
