/** Images that a person gives, as data URLs small enough to send. */

const TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/** Beyond this an image is made smaller. */
const MOST_BYTES = 1_000_000;
const LONGEST_SIDE = 2048;

/** Of files, those that are images which models take. */
export function imagesAmong(files) {
    return [...files].filter(({ type }) => TYPES.includes(type));
}

/** A data URL of the image; rejected where it is none that the browser can read. */
export async function dataUrl(file) {
    return file.size <= MOST_BYTES ? read(file) : smaller(file);
}

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

async function smaller(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85);
}
